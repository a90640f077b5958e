/** The samples of requests: which, with which tags, and that their phases are real. */

import { assert, assertEquals } from "../../support/assert.ts";
import { answer, HttpPeer } from "../../support/http_peer.ts";
import { countSamples, type RecordedRun, recordSamples, samplesOf } from "../../support/recorded_run.ts";
import { SERVER } from "../../support/tls_fixtures.ts";

const METRICS = [
  "http_reqs",
  "http_req_duration",
  "http_req_blocked",
  "http_req_connecting",
  "http_req_tls_handshaking",
  "http_req_sending",
  "http_req_waiting",
  "http_req_receiving",
];
const NO_TAGS = { group: "", scenario: "default", method: "GET" };

function script(body: string): string {
  return `import http from "k6/http"; const B = __ENV.B; export default function () { ${body} }`;
}

/** The tags of each request. */
function tagsOf(run: RecordedRun): Readonly<Record<string, string>>[] {
  return samplesOf(run, "http_reqs").map(([, tags]) => tags);
}

Deno.test("every hop of a request has its set of samples, all with the same tags", async () => {
  await using peer = await HttpPeer.listen({
    "/a": answer(302, { Location: "/b" }),
    "/b": answer(307, { Location: "/c" }),
    "/c": answer(404),
  });
  const B = peer.url;
  const run = await recordSamples(script(`http.get(B + "/a", { tags: { mine: "x" } });`), { env: { B } });
  assertEquals(countSamples(run, "http_"), {
    ...Object.fromEntries(METRICS.map((name) => [name, 3])),
    http_req_failed: 3,
  });
  const hop = (path: string, tags: object) => ({
    ...NO_TAGS,
    mine: "x",
    proto: "HTTP/1.1",
    name: B + path,
    url: B + path,
    ...tags,
  });
  const tags = [
    hop("/a", { status: "302", expected_response: "true" }),
    hop("/b", { status: "307", expected_response: "true" }),
    hop("/c", { status: "404", expected_response: "false", error_code: "1404" }),
  ];
  for (const name of [...METRICS, "http_req_failed"]) {
    assertEquals(samplesOf(run, name).map(([, each]) => each), tags, name);
  }
  assertEquals(samplesOf(run, "http_req_failed").map(([value]) => value), [0, 0, 1]);
});

Deno.test("tags say what failed, and how", async () => {
  await using peer = await HttpPeer.listen({ "/bad": answer(200, { "Content-Encoding": "gzip" }, "this is not gzip") });
  const B = peer.url;
  const run = await recordSamples(
    script(`http.get("http://127.0.0.1:1/"); http.get("http://a b/"); http.get("foo"); http.get(B + "/bad");`),
    { env: { B } },
  );
  const failure = (url: string, error: string, error_code: string) => ({
    ...NO_TAGS,
    name: url,
    url,
    status: "0",
    error,
    error_code,
    expected_response: "false",
  });
  assertEquals(tagsOf(run), [
    failure("http://127.0.0.1:1/", "dial: connection refused", "1212"),
    failure("foo", 'unsupported protocol scheme ""', "1000"),
    failure(`${B}/bad`, "error decompressing response body (gzip: invalid header)", "1701"),
  ]);
  for (const name of METRICS.slice(1)) assertEquals(samplesOf(run, name)[0]![0], 0, name);
});

Deno.test("a name stands for the URL, and credentials are never shown", async () => {
  await using peer = await HttpPeer.listen({ "/a": answer(302, { Location: "/b" }) });
  const B = peer.url;
  const run = await recordSamples(
    script(`
      http.get(B + "/a", { tags: { name: "mine" } });
      http.get(http.url\`\${B}/items/\${7}\`);
      http.get(B.replace("://", "://user:secret@") + "/c");`),
    { env: { B } },
  );
  assertEquals(tagsOf(run).map(({ name, url }) => [name, url]), [
    ["mine", "mine"],
    ["mine", "mine"],
    ["${}/items/${}", "${}/items/${}"],
    [`http://****:****@127.0.0.1:${peer.port}/c`, `http://****:****@127.0.0.1:${peer.port}/c`],
  ]);
});

Deno.test("what is expected is for the script to say", async () => {
  await using peer = await HttpPeer.listen({ "/404": answer(404), "/200": answer(200) });
  const run = await recordSamples(
    script(`
      http.get(B + "/404", { responseCallback: http.expectedStatuses(404) });
      http.get(B + "/404", { responseCallback: null });
      http.setResponseCallback(http.expectedStatuses({ min: 300, max: 499 }));
      http.get(B + "/404"); http.get(B + "/200");
      http.setResponseCallback(null);
      http.get(B + "/404");`),
    { env: { B: peer.url } },
  );
  assertEquals(tagsOf(run).map(({ expected_response }) => expected_response), [
    "true",
    undefined,
    "true",
    "false",
    undefined,
  ]);
  assertEquals(samplesOf(run, "http_req_failed").map(([value]) => value), [0, 0, 1]);
});

Deno.test("system tags can be chosen", async () => {
  await using peer = await HttpPeer.listen({}, SERVER);
  const options = { insecureSkipTLSVerify: true, systemTags: ["ip", "tls_version", "ocsp_status", "proto"] };
  const run = await recordSamples(script(`http.get(B);`), { env: { B: peer.url }, options });
  assertEquals(tagsOf(run), [{ ip: "127.0.0.1", tls_version: "tls1.3", ocsp_status: "unknown", proto: "HTTP/1.1" }]);
});

Deno.test("phases are those of the request: new connections take time, kept ones take none, waiting is the server's", async () => {
  await using peer = await HttpPeer.listen({
    "/slow": (_request, response) => void setTimeout(() => response.end("x"), 60),
    "/drip": (_request, response) => {
      response.write("x");
      setTimeout(() => response.end("y"), 60);
    },
  }, SERVER);
  const run = await recordSamples(
    script(`
      const t = http.get(B + "/slow").timings;
      http.get(B + "/drip");
      console.log(JSON.stringify([t.duration === t.sending + t.waiting + t.receiving, t.blocked >= t.connecting + t.tls_handshaking]));`),
    { env: { B: peer.url }, options: { insecureSkipTLSVerify: true } },
  );
  assertEquals(run.lines, ["[true,true]"]);
  const [slow, drip] = [0, 1].map((index) =>
    Object.fromEntries(METRICS.map((name) => [name.replace("http_req_", ""), samplesOf(run, name)[index]![0]]))
  ) as [Record<string, number>, Record<string, number>];
  assert(slow.connecting! > 0 && slow.tls_handshaking! > 0);
  assertEquals([drip.connecting, drip.tls_handshaking], [0, 0]);
  // The server's pauses are lower limits only, so that a busy machine changes nothing.
  assert(slow.waiting! > 50, `waiting took ${slow.waiting} ms`);
  assert(drip.receiving! > 50, `receiving took ${drip.receiving} ms`);
});

Deno.test("bytes of requests are counted, and the duration of expected responses is told apart", async () => {
  await using peer = await HttpPeer.listen({ "/a": answer(200, { Date: "", Connection: "close" }, "x".repeat(1000)) });
  const run = await recordSamples(script(`http.get(B + "/a"); http.get(B + "/a");`), { env: { B: peer.url } });
  const sum = (name: string) => samplesOf(run, name).reduce((total, [value]) => total + value, 0);
  assertEquals(
    sum("data_sent"),
    2 * `GET /a HTTP/1.1\r\nHost: 127.0.0.1:${peer.port}\r\nUser-Agent: squall/test\r\n\r\n`.length,
  );
  assert(sum("data_received") > 2000);
  const { metrics } = run.summary!;
  assertEquals(Object.keys(metrics).filter((name) => name.startsWith("http_req_duration")), [
    "http_req_duration",
    "http_req_duration{expected_response:true}",
  ]);
});
