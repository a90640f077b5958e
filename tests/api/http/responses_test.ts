/** Responses as scripts see them. */

import { assertEquals } from "../../support/assert.ts";
import { answer, HttpPeer } from "../../support/http_peer.ts";
import { runScript } from "../../support/run_script.ts";
import { checkRows } from "../../support/script_table.ts";
import { SERVER } from "../../support/tls_fixtures.ts";

const PRELUDE = `import http from "k6/http"; const B = __ENV.B;\n`;

Deno.test("a response has k6's members, in k6's order", async () => {
  await using peer = await HttpPeer.listen({
    "/": answer(200, { "x-multi": ["a", "b"], "Content-Type": "text/plain", Date: "D" }, "hello"),
  });
  const { lines } = await runScript(
    `${PRELUDE}export default function () {
      const r = http.get(B);
      console.log(Object.keys(r).join());
      const { timings, headers, remote_port, ...rest } = r;
      console.log(JSON.stringify(rest).replaceAll(B, "B"));
      console.log(headers["X-Multi"], headers["Content-Type"], remote_port === Number(B.split(":")[2]));
      console.log(Object.keys(timings).join());
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(lines, [
    "remote_ip,remote_port,url,status,status_text,proto,headers,cookies,body,timings,tls_version,tls_cipher_suite," +
    "ocsp,error,error_code,request,clickLink,html,json,submitForm",
    '{"remote_ip":"127.0.0.1","url":"B","status":200,"status_text":"200 OK","proto":"HTTP/1.1","cookies":{},' +
    '"body":"hello","tls_version":"","tls_cipher_suite":"","ocsp":{"produced_at":0,"this_update":0,"next_update":0,' +
    '"revoked_at":0,"revocation_reason":"","status":""},"error":"","error_code":0,"request":{"method":"GET","url":"B",' +
    '"headers":{"User-Agent":["squall/test"]},"body":"","cookies":{}}}',
    "a, b text/plain true",
    "duration,blocked,looking_up,connecting,tls_handshaking,sending,waiting,receiving",
  ]);
});

Deno.test("bodies come as they are asked for", async (t) => {
  await using peer = await HttpPeer.listen({
    "/": answer(200, {}, "hé"),
    "/204": answer(204),
    "/304": answer(304),
    "/empty": answer(200),
    "/json": answer(200, {}, '{"a":{"b":[1,{"c":"x"}]}}'),
    "/none": answer(200, {}, "<html>"),
  });
  const rows = (bodyOf: string) => [
    { name: "as text", code: `http.get(B, { responseType: "text" }).body`, gives: "hé" },
    {
      name: "as bytes",
      code: `[...new Uint8Array(http.get(B, { responseType: "binary" }).body)]`,
      gives: [104, 195, 169],
    },
    { name: "not at all", code: `http.get(B, { responseType: "none" }).body`, gives: null },
    { name: "by default", code: `http.get(B).body`, gives: JSON.parse(bodyOf) },
  ];
  await checkRows(t, [
    ...rows('"hé"'),
    { name: "none of 204", code: `http.get(B + "/204").body`, gives: null },
    { name: "none of 304", code: `http.get(B + "/304").body`, gives: null },
    { name: "empty", code: `http.get(B + "/empty").body`, gives: "" },
    { name: "JSON", code: `http.get(B + "/json").json()`, gives: { a: { b: [1, { c: "x" }] } } },
    { name: "a part of it", code: `http.get(B + "/json").json("a.b.1.c")`, gives: "x" },
    { name: "of bytes", code: `http.get(B + "/json", { responseType: "binary" }).json("a.b.0")`, gives: 1 },
    { name: "no such part", code: `http.get(B + "/json").json("a.z") === undefined`, gives: true },
    {
      name: "no JSON",
      code: `http.get(B + "/none").json()`,
      throws:
        "GoError: cannot parse json due to an error at line 1, character 1 , error: invalid character '<' looking for beginning of value",
    },
    { name: "a part of no JSON", code: `http.get(B + "/none").json("a") === undefined`, gives: true },
    {
      name: "no body",
      code: `http.get(B, { responseType: "none" }).json()`,
      throws:
        "GoError: the body is null so we can't transform it to JSON - this likely was because of a request error getting the response",
    },
  ], { prelude: PRELUDE, env: { B: peer.url } });
  await checkRows(t, rows("null"), {
    prelude: PRELUDE,
    env: { B: peer.url },
    options: { discardResponseBodies: true },
  });
});

Deno.test("cookies of a response are those that the server wrote, and go into the jar", async (t) => {
  await using peer = await HttpPeer.listen({
    "/": answer(302, {
      Location: "/next",
      "Set-Cookie": [
        "a=1; Path=/",
        "b=2; HttpOnly; Secure; Max-Age=100",
        "c=3; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Path=/x; Domain=127.0.0.1",
      ],
    }),
    "/next": answer(500, { "Set-Cookie": "n=5" }),
  });
  await checkRows(t, [
    {
      name: "what the server wrote",
      code: `http.get(B, { redirects: 0 }).cookies`,
      gives: {
        a: [{ name: "a", value: "1", domain: "", path: "/", http_only: false, secure: false, max_age: 0, expires: 0 }],
        b: [{ name: "b", value: "2", domain: "", path: "", http_only: true, secure: true, max_age: 100, expires: 0 }],
        c: [{
          name: "c",
          value: "3",
          domain: "127.0.0.1",
          path: "/x",
          http_only: false,
          secure: false,
          max_age: 0,
          expires: 2139722880000,
        }],
      },
    },
    {
      name: "of all hops",
      code: `{ http.cookieJar().clear(B); http.get(B); return http.cookieJar().cookiesForURL(B); }`,
      gives: { a: ["1"], n: ["5"] },
    },
    {
      name: "in a jar of the script's",
      code: `{ const jar = new http.CookieJar(); http.get(B + "/next", { jar }); return jar.cookiesForURL(B); }`,
      gives: { n: ["5"] },
    },
    {
      name: "sent with the next request",
      code: `http.get(B + "/echo").request.cookies`,
      gives: { a: [{ name: "a", value: "1", replace: false }], n: [{ name: "n", value: "5", replace: false }] },
    },
  ], { prelude: PRELUDE, env: { B: peer.url } });
});

Deno.test("TLS shows its version", async () => {
  await using peer = await HttpPeer.listen({}, SERVER);
  const { lines } = await runScript(
    `${PRELUDE}export default function () { const r = http.get(B); console.log(r.status, r.tls_version, r.ocsp.status, r.tls_cipher_suite.startsWith("TLS_")); }`,
    { env: { B: peer.url }, options: { insecureSkipTLSVerify: true, tlsVersion: "tls1.3" } },
  );
  assertEquals(lines, ["200 tls1.3 unknown true"]);
});

Deno.test("httpDebug logs what goes and comes", async (t) => {
  await using peer = await HttpPeer.listen({ "/": answer(201, { A: "b", Date: "D", Connection: "close" }, "pong") });
  const dump = (body: string, start: string) => [
    `Request:\nPOST / HTTP/1.1\nHost: 127.0.0.1:${peer.port}\nUser-Agent: squall/test\nContent-Length: 4\n\n${start}\n`,
    `Response:\nHTTP/1.1 201 Created\nA: b\nDate: D\nConnection: close\nTransfer-Encoding: chunked\n\n${body}\n`,
  ];
  for (const [option, expected] of [["full", dump("pong", "ping")], ["headers", dump("", "")]] as const) {
    await t.step(option, async () => {
      const { records } = await runScript(
        `${PRELUDE}export default function () { http.post(B + "/", "ping"); }`,
        { env: { B: peer.url }, options: { httpDebug: option } },
      );
      const dumps = records.filter(({ fields }) => fields?.source === "http-debug");
      assertEquals(dumps.map(({ message }) => message), expected);
      const { request_id, ...fields } = dumps[0]!.fields!;
      assertEquals(fields, { group: "", iter: "0", scenario: "default", source: "http-debug", vu: "1" });
      assertEquals(request_id, dumps[1]!.fields!.request_id);
    });
  }
});

Deno.test("pages can be read, their forms sent and their links followed", async (t) => {
  const form = '<title>T</title><form action="/login" method="post"><input name="u" value="1">' +
    '<input type="submit" name="s" value="go"></form><a href="/next">x</a>';
  await using peer = await HttpPeer.listen({ "/": answer(200, { "Content-Type": "text/html" }, form) });
  await checkRows(t, [
    { name: "html", code: `http.get(B).html("title").text()`, gives: "T" },
    { name: "submitForm", code: `http.get(B).submitForm({ fields: { u: "2" } }).json().body`, gives: "s=go&u=2" },
    { name: "clickLink", code: `http.get(B).clickLink().json().url`, gives: "/next" },
    {
      name: "without a body",
      code: `http.get(B, { responseType: "none" }).html()`,
      throws:
        "GoError: the body is null so we can't transform it to HTML - this likely was because of a request error getting the response",
    },
  ], { prelude: PRELUDE, env: { B: peer.url } });
});

Deno.test("cookies may have the names that objects have already", async () => {
  const names = ["constructor", "toString", "__proto__"];
  await using peer = await HttpPeer.listen({
    "/": answer(200, { "Set-Cookie": names.map((name) => `${name}=1`) }),
    "/to": answer(302, { "Set-Cookie": "valueOf=1; Path=/", Location: "/echo" }),
  });
  const { lines, errors } = await runScript(
    `${PRELUDE}export default function () {
      const { cookies } = http.get(B + "/");
      const { request } = http.get(B + "/e");
      const known = http.cookieJar().cookiesForURL(B);
      for (const each of [cookies, request.cookies, known]) console.log(Object.keys(each).sort().join());
      const sent = http.get(B + "/to").json().headers.find(([name]) => name === "Cookie")[1];
      console.log(sent.split("; ").sort().join());
    }`,
    { env: { B: peer.url } },
  );
  const sorted = names.toSorted().join();
  assertEquals([lines, errors], [[sorted, sorted, sorted, "__proto__=1,constructor=1,toString=1,valueOf=1"], []]);
});
