/** What `k6/http` sends: methods, bodies, headers, cookies, credentials. */

import { runScript } from "../../support/run_script.ts";
import { assertEquals, assertMatch } from "../../support/assert.ts";
import { answer, HttpPeer } from "../../support/http_peer.ts";
import { checkRows, type Row } from "../../support/script_table.ts";
import { SERVER } from "../../support/tls_fixtures.ts";

const PRELUDE = `import http from "k6/http";
const B = __ENV.B;
/** What the server saw, without headers that only say how long the body is. */
const seen = (method, body, params) => {
  const { headers, ...rest } = http.request(method, B + "/", body, params).json();
  return { ...rest, headers: headers.filter(([name]) => name !== "Content-Length") };
};
const sent = (body, params) => { const { headers, body: text } = seen("POST", body, params); return [text, headers]; };
const headersOf = (params) => seen("GET", null, params).headers;
`;

Deno.test("each function sends its method", async (t) => {
  await using peer = await HttpPeer.listen();
  const rows: Row[] = [
    ["get", `http.get(B + "/x?y=z")`, { method: "GET", url: "/x?y=z", headers: [], body: "" }],
    [
      "post",
      `http.post(B + "/", "a")`,
      { method: "POST", url: "/", headers: [["Content-Length", "1"]], body: "a" },
    ],
    [
      "put",
      `http.put(B, "a")`,
      { method: "PUT", url: "/", headers: [["Content-Length", "1"]], body: "a" },
    ],
    [
      "patch without a body",
      `http.patch(B)`,
      { method: "PATCH", url: "/", headers: [["Content-Length", "0"]], body: "" },
    ],
    [
      "del with a body",
      `http.del(B, "a")`,
      { method: "DELETE", url: "/", headers: [["Content-Length", "1"]], body: "a" },
    ],
    ["del", `http.del(B)`, { method: "DELETE", url: "/", headers: [], body: "" }],
    ["options", `http.options(B)`, { method: "OPTIONS", url: "/", headers: [], body: "" }],
    ["request", `http.request("PROPFIND", B)`, { method: "PROPFIND", url: "/", headers: [], body: "" }],
  ].map(([name, code, gives]) => ({ name: name as string, code: `(${code}).json()`, gives }));
  rows.push({ name: "head", code: `[http.head(B).status, http.head(B).body]`, gives: [200, ""] });
  await checkRows(t, rows, { prelude: PRELUDE, env: { B: peer.url } });
});

Deno.test("bodies are text, bytes, or forms", async (t) => {
  await using peer = await HttpPeer.listen();
  const form = [["Content-Type", "application/x-www-form-urlencoded"]];
  await checkRows(t, [
    { name: "text is UTF-8", code: `sent("é")`, gives: ["\u00c3\u00a9", []] },
    { name: "an ArrayBuffer", code: `sent(new Uint8Array([0, 255]).buffer)`, gives: ["\u0000\u00ff", []] },
    {
      name: "a view, the bytes it shows",
      code: `sent(new Uint8Array([1, 2, 3]).subarray(1))`,
      gives: ["\u0002\u0003", []],
    },
    { name: "nothing", code: `sent(null)`, gives: ["", []] },
    { name: "empty text", code: `http.post(B, "").json().headers`, gives: [["Content-Length", "0"]] },
    {
      name: "a form, sorted",
      code: `sent({ b: "x y&", a: 1, c: [true, 2] })`,
      gives: ["a=1&b=x+y%26&c=true&c=2", form],
    },
    {
      name: "what forms say of things without a text",
      code: `sent({ a: null, b: { c: 1 } })`,
      gives: ["a=%3Cnil%3E&b=map%5Bc%3A1%5D", form],
    },
    {
      name: "a type of the script's own",
      code: `sent({ a: 1 }, { headers: { "content-type": "x/y" } })`,
      gives: ["a=1", [["Content-Type", "x/y"]]],
    },
    { name: "a body of GET", code: `seen("GET", { a: 1 }).body`, gives: "a=1" },
  ], { prelude: PRELUDE, env: { B: peer.url } });
});

Deno.test("a form with a file is multipart/form-data", async () => {
  await using peer = await HttpPeer.listen();
  const { lines } = await runScript(
    `${PRELUDE}export default function () {
      const form = { n: 5, f: http.file("data", 'a"b.txt', "text/plain"), g: http.file(new Uint8Array([65]).buffer, "g") };
      const [text, [[, type]]] = sent(form);
      const boundary = /^multipart\\/form-data; boundary=([0-9a-f]{60})$/.exec(type)[1];
      console.log(JSON.stringify(text.split(boundary)));
      console.log(JSON.stringify(http.file("x")).replace(/"[0-9]+"/, "TIME"));
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(JSON.parse(lines[0]!), [
    "--",
    '\r\nContent-Disposition: form-data; name="n"\r\n\r\n5\r\n--',
    '\r\nContent-Disposition: form-data; name="f"; filename="a\\"b.txt"\r\nContent-Type: text/plain\r\n\r\ndata\r\n--',
    '\r\nContent-Disposition: form-data; name="g"; filename="g"\r\nContent-Type: application/octet-stream\r\n\r\nA\r\n--',
    "--\r\n",
  ]);
  assertEquals(lines[1], '{"data":"x","filename":TIME,"content_type":"application/octet-stream"}');
});

Deno.test("headers are canonical and sorted, cookies those of the request and of the jar", async (t) => {
  await using peer = await HttpPeer.listen();
  await checkRows(t, [
    {
      name: "headers",
      code: `headersOf({ headers: { "x-b": 2, "X-A": [1, 2], "x-c": null } })`,
      gives: [["X-A", "1,2"], ["X-B", "2"], ["X-C", "null"]],
    },
    {
      name: "a line break in a value",
      code: `http.get(B, { headers: { a: "1\\r\\nb: 2" } }).error`,
      gives: 'net/http: invalid header field value for "A"',
    },
    {
      name: "a name that is none",
      code: `http.get(B, { headers: { "a b": "1" } }).error`,
      gives: 'net/http: invalid header field name "a b"',
    },
    {
      name: "cookies",
      code: `headersOf({ cookies: { a: "1", b: { value: "2", replace: true }, c: 3 } })`,
      gives: [["Cookie", "a=1; b=2; c=3"]],
    },
    {
      name: "with those of a jar",
      code: `{ const jar = new http.CookieJar(); for (const n of ["a", "b", "j"]) jar.set(B, n, "jar");
        return headersOf({ jar, headers: { Cookie: "h=0" }, cookies: { a: "1", b: { value: "2", replace: true } } }); }`,
      gives: [["Cookie", "h=0; a=1; b=2; a=jar; j=jar"]],
    },
    {
      name: "credentials of the URL",
      code: `http.get(B.replace("://", "://u:p%40@")).json().headers`,
      gives: [["Authorization", "Basic dTpwQA=="]],
    },
    {
      name: "credentials and a header",
      code: `http.get(B.replace("://", "://u:p@"), { headers: { authorization: "x" } }).json().headers`,
      gives: [["Authorization", "x"]],
    },
    {
      name: "NTLM",
      code: `http.get(B, { auth: "ntlm" })`,
      throws: 'GoError: auth "ntlm" is not supported by squall: use "basic", "digest", or an Authorization header',
    },
  ], { prelude: PRELUDE, env: { B: peer.url } });
});

Deno.test("bodies larger than what the network takes at once arrive whole, over TLS as well", async (t) => {
  for (const [name, tls] of [["plain", undefined], ["TLS", SERVER]] as const) {
    await t.step(name, async () => {
      await using peer = await HttpPeer.listen({
        "/": (_request, response, body) => {
          response.end(body);
        },
      }, tls);
      const { lines } = await runScript(
        `${PRELUDE}export default function () {
          const body = "0123456789abcdef".repeat(500_000);
          for (let i = 0; i < 2; i++) console.log(http.post(B, body).body === body);
        }`,
        { env: { B: peer.url }, options: { insecureSkipTLSVerify: true } },
      );
      assertEquals([lines, peer.connections], [["true", "true"], 1]);
    });
  }
});

Deno.test("Host and User-Agent can be chosen", async () => {
  const heads: string[] = [];
  await using peer = await HttpPeer.listen({
    "/": ({ rawHeaders }, response) => {
      heads.push(rawHeaders.join(" "));
      response.end();
    },
  });
  await runScript(
    `import http from "k6/http"; export default function () {
      http.get(__ENV.B);
      http.get(__ENV.B, { headers: { host: "other.test", "user-agent": "me" } });
      http.get(__ENV.B, { headers: { "User-Agent": "" } });
    }`,
    { env: { B: peer.url }, options: { userAgent: "option" } },
  );
  assertEquals(heads, [
    `Host 127.0.0.1:${peer.port} User-Agent option`,
    "Host other.test User-Agent me",
    `Host 127.0.0.1:${peer.port}`,
  ]);
});

Deno.test("bodies are packed as the script asks, and unpacked by what the server says", async (t) => {
  const { gunzipSync, inflateSync, brotliDecompressSync, gzipSync, deflateSync, brotliCompressSync } = await import(
    "node:zlib"
  );
  const unpack = { gzip: gunzipSync, deflate: inflateSync, br: brotliDecompressSync };
  const pack = { gzip: gzipSync, deflate: deflateSync, br: brotliCompressSync };
  await using peer = await HttpPeer.listen({
    "/packed": (request, response, body) => {
      const codings = String(request.headers["content-encoding"]).split(", ") as (keyof typeof unpack)[];
      const text = codings.toReversed().reduce((bytes, name) => unpack[name](bytes), body);
      response.writeHead(200, { "Content-Encoding": codings.join(", ") });
      response.end(codings.reduce((bytes, name) => pack[name](bytes), text));
    },
    "/unknown": answer(200, { "Content-Encoding": "foo" }, "as it is"),
  });
  const run = await checkRows(t, [
    ...["gzip", "deflate", "br", "gzip, br"].map((coding) => ({
      name: coding,
      code: `http.post(B + "/packed", "squall", { compression: ${JSON.stringify(coding)} }).body`,
      gives: "squall",
    })),
    {
      name: "one that does not exist",
      code: `http.post(B, "x", { compression: "foo" }).error`,
      gives: "unknown compression algorithm foo, supported algorithms are deflate, gzip, br and zstd",
    },
    { name: "a response with one that nobody knows", code: `http.get(B + "/unknown").body`, gives: "as it is" },
    {
      name: "a header of the script's own",
      code: `http.post(B, "x", { compression: "gzip", headers: { "Content-Encoding": "y" } }).status`,
      gives: 200,
    },
  ], { prelude: PRELUDE, env: { B: peer.url } });
  assertMatch(run.warnings.at(-1)!, /^There's a mismatch between the desired `compression`/);
});

Deno.test("digest authentication answers the challenge, and gives nothing away before", async () => {
  const seen: (string | undefined)[] = [];
  await using peer = await HttpPeer.listen({
    "/d": ({ headers: { authorization } }, response) => {
      seen.push(authorization?.replace(/(response|cnonce)="[^"]*"/g, '$1=""'));
      if (authorization === undefined) {
        response.writeHead(401, { "WWW-Authenticate": 'Digest realm="r", nonce="n", qop="auth", opaque="o"' });
      }
      response.end();
    },
  });
  const { lines } = await runScript(
    `import http from "k6/http"; export default function () {
      console.log(http.get(__ENV.B.replace("://", "://u:p@") + "/d", { auth: "digest" }).status);
    }`,
    { env: { B: peer.url } },
  );
  assertEquals(lines, ["200"]);
  assertEquals(seen, [
    undefined,
    'Digest username="u", realm="r", nonce="n", uri="/d", response="", algorithm=MD5, opaque="o", qop=auth, ' +
    'nc=00000001, cnonce=""',
  ]);
});
