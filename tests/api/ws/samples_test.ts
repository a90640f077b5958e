/** What sessions of `k6/ws` are measured by: every sample with all its tags. */

import { DemoServer } from "../../../src/cli/demo/mod.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { countSamples, type RecordedRun, recordSamples, samplesOf } from "../../support/recorded_run.ts";

const IMPORTS = `import ws from "k6/ws"; import { group } from "k6";`;

/** Runs a body of the default function against a demo server. */
async function measure(code: string, options: Record<string, unknown> = {}): Promise<RecordedRun & { url: string }> {
  await using server = await DemoServer.start({ port: 0 });
  const script = `${IMPORTS} const URL = __ENV.URL; const f = (s) => s.close(); export default function () { ${code} }`;
  const run = await recordSamples(script, { env: { URL: server.url }, options });
  assertEquals(run.errors, []);
  return { ...run, url: server.url };
}

const TAGS = { group: "", scenario: "default" };

/** What the default function does, and how many samples of each metric come of it. */
const COUNTS: readonly { name: string; code: string; counts: Record<string, number> }[] = [
  {
    name: "a session",
    code: `ws.connect(URL + "/echo", f)`,
    counts: { ws_sessions: 1, ws_connecting: 1, ws_session_duration: 1 },
  },
  {
    name: "a refused handshake",
    code: `ws.connect(URL + "/reject/404", f)`,
    counts: { ws_sessions: 1, ws_connecting: 1, ws_session_duration: 1 },
  },
  {
    name: "nobody there",
    code: `ws.connect("ws://127.0.0.1:1/", f)`,
    counts: { ws_sessions: 1, ws_connecting: 1, ws_session_duration: 1 },
  },
  {
    name: "a bad URL",
    code: `ws.connect("INVALID", f)`,
    counts: { ws_sessions: 1, ws_connecting: 1, ws_session_duration: 1 },
  },
  {
    name: "a URL that does not parse",
    code: `ws.connect("ws://a b/", f)`,
    counts: { ws_sessions: 1, ws_connecting: 1, ws_session_duration: 1 },
  },
  {
    name: "an exception in the callback",
    code: `try { ws.connect(URL + "/echo", () => { throw 1 }) } catch {}`,
    counts: { ws_sessions: 1, ws_connecting: 1, ws_session_duration: 1 },
  },
  {
    name: "wrong arguments",
    code:
      `for (const args of [[], [URL], [URL, { compression: "x" }, f], [URL, { tags: { a: {} } }, f]]) try { ws.connect(...args) } catch {}`,
    counts: {},
  },
];

Deno.test("every attempt to connect is one session with its two times; wrong arguments are none", async (t) => {
  for (const { name, code, counts } of COUNTS) {
    for (const isThrowing of [false, true]) {
      await t.step(`${name}, throw: ${isThrowing}`, async () => {
        const run = await measure(`try { ${code} } catch {}`, { throw: isThrowing });
        assertEquals(countSamples(run, "ws_"), counts);
      });
    }
  }
});

/** Params and circumstances of a connect, and the tags of its samples besides group, scenario and url. */
const TAGGED: readonly {
  name: string;
  code: string;
  tags: (url: string) => Record<string, string>;
  systemTags?: string[];
}[] = [
  {
    name: "a session",
    code: `ws.connect(URL + "/echo?#frag", f)`,
    tags: (url) => ({ ...TAGS, url: `${url}/echo?#frag`, status: "101", subproto: "" }),
  },
  {
    name: "a subprotocol",
    code: `ws.connect(URL + "/subprotocol", { headers: { "sec-websocket-protocol": "a, b" } }, f)`,
    tags: (url) => ({ ...TAGS, url: `${url}/subprotocol`, status: "101", subproto: "a" }),
  },
  {
    name: "a refusal",
    code: `ws.connect(URL + "/reject/503", f)`,
    tags: (url) => ({ ...TAGS, url: `${url}/reject/503`, status: "503", subproto: "" }),
  },
  {
    name: "no response",
    code: `ws.connect("ws://127.0.0.1:1/", f)`,
    tags: () => ({ ...TAGS, url: "ws://127.0.0.1:1/" }),
  },
  { name: "a bad URL", code: `ws.connect("INVALID", f)`, tags: () => ({ ...TAGS, url: "INVALID" }) },
  {
    name: "tags of the script, which system tags overwrite",
    code:
      `ws.connect(URL + "/echo", { tags: { a: "x", n: 1, b: true, name: "N", url: "U", status: "S", subproto: "P", group: "G" } }, f)`,
    tags: (url) => ({
      ...TAGS,
      a: "x",
      n: "1",
      b: "true",
      name: "N",
      group: "G",
      url: `${url}/echo`,
      status: "101",
      subproto: "",
    }),
  },
  {
    name: "tags that are text",
    code: `ws.connect(URL + "/echo", { tags: "xy" }, f)`,
    tags: (url) => ({ ...TAGS, 0: "x", 1: "y", url: `${url}/echo`, status: "101", subproto: "" }),
  },
  {
    name: "in a group",
    code: `group("a", () => group("b", () => ws.connect(URL + "/echo", f)))`,
    tags: (url) => ({ ...TAGS, group: "::a::b", url: `${url}/echo`, status: "101", subproto: "" }),
  },
  {
    name: "no system tags",
    code: `ws.connect(URL + "/echo", f)`,
    systemTags: ["scenario"],
    tags: () => ({ scenario: "default" }),
  },
  {
    name: "no system tags, those of the script stay",
    code: `ws.connect(URL + "/echo", { tags: { url: "U", status: "S" } }, f)`,
    systemTags: ["scenario"],
    tags: () => ({ scenario: "default", url: "U", status: "S" }),
  },
  { name: "the tag ip", code: `ws.connect(URL + "/echo", f)`, systemTags: ["ip"], tags: () => ({ ip: "127.0.0.1" }) },
  {
    name: "the tag ip of a refusal",
    code: `ws.connect(URL + "/reject/404", f)`,
    systemTags: ["ip", "status"],
    tags: () => ({ ip: "127.0.0.1", status: "404" }),
  },
  { name: "the tag ip of nobody", code: `ws.connect("ws://127.0.0.1:1/", f)`, systemTags: ["ip"], tags: () => ({}) },
];

Deno.test("all samples of a session carry its tags", async (t) => {
  for (const { name, code, tags, systemTags } of TAGGED) {
    await t.step(name, async () => {
      const run = await measure(code, systemTags && { systemTags });
      const samples = run.samples.filter(({ metric }) => metric.startsWith("ws_"));
      assertEquals(samples.map(({ metric }) => metric).sort(), ["ws_connecting", "ws_session_duration", "ws_sessions"]);
      for (const sample of samples) assertEquals(sample.tags, tags(run.url), sample.metric);
    });
  }
});

Deno.test("tags of a session are fixed when it connects: a group around its messages changes nothing", async () => {
  const run = await measure(`group("outer", () => ws.connect(URL + "/echo", (s) => {
    s.on("open", () => group("inner", () => { s.send("x"); s.ping() }));
    s.on("message", () => s.setTimeout(() => group("late", () => s.close()), 20));
  }))`);
  const tags = { group: "::outer", scenario: "default", status: "101", subproto: "", url: `${run.url}/echo` };
  for (
    const metric of [
      "ws_sessions",
      "ws_connecting",
      "ws_msgs_sent",
      "ws_msgs_received",
      "ws_ping",
      "ws_session_duration",
    ]
  ) {
    assertEquals(samplesOf(run, metric).map(([, each]) => each), [tags], metric);
  }
});

Deno.test("tags of the run and of the scenario are inherited, those of the script are stronger", async () => {
  const scenarios = { s: { executor: "shared-iterations", tags: { b: "scenario", c: "scenario" } } };
  const run = await measure(`ws.connect(URL + "/echo", { tags: { c: "script" } }, f)`, {
    tags: { a: "run", b: "run" },
    scenarios,
    systemTags: ["scenario"],
  });
  const tags = { a: "run", b: "scenario", c: "script", scenario: "s" };
  for (const metric of ["ws_sessions", "ws_session_duration"]) {
    assertEquals(samplesOf(run, metric), [[samplesOf(run, metric)[0]![0], tags]]);
  }
});

Deno.test("messages are counted: sends that did not throw, even after the close; neither pings nor closes", async () => {
  const run = await measure(`ws.connect(URL + "/echo", (s) => {
    let n = 0;
    s.on("open", () => { s.send("a"); s.sendBinary(new ArrayBuffer(1)); s.send("b"); s.ping(); try { s.sendBinary("no") } catch {} });
    const more = () => { if (++n === 3) { s.close(); s.send("late"); s.sendBinary(new ArrayBuffer(1)); s.ping() } };
    s.on("message", more);
    s.on("binaryMessage", more);
  })`);
  const total = (metric: string): number => samplesOf(run, metric).reduce((sum, [value]) => sum + value, 0);
  assertEquals([total("ws_msgs_sent"), total("ws_msgs_received"), total("ws_sessions")], [5, 3, 1]);
});

Deno.test("messages are counted without anybody to listen to them", async () => {
  const run = await measure(`ws.connect(URL + "/push?rate=1000&count=5", (s) => s.setTimeout(() => s.close(), 200))`);
  assertEquals(samplesOf(run, "ws_msgs_received").reduce((sum, [value]) => sum + value, 0), 5);
});

Deno.test("a pong is measured if its ping is known, and once", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    // To nobody, then to the first ping, then again.
    connection.writeHex("8a00 8a0139");
    await connection.until((each) => each.frames().length >= 1);
    connection.writeHex("8a0130 8a0130 8802 03e8");
    await connection.until(({ over }) => over !== undefined);
    connection.destroy();
  });
  const run = await recordSamples(`${IMPORTS} export default () => ws.connect("${peer.url}", (s) => {
    s.ping();
    s.on("pong", () => console.log("pong"));
  })`);
  assertEquals(run.lines, ["pong", "pong", "pong", "pong"]);
  assertEquals(samplesOf(run, "ws_ping").length, 1);
});

Deno.test("times are those of their session: connecting within its duration, both above zero", async () => {
  const run = await measure(
    `ws.connect(URL + "/slow?handshake=30", (s) => s.on("open", () => s.setTimeout(() => s.close(), 40)))`,
  );
  const [[connecting] = [0]] = samplesOf(run, "ws_connecting");
  const [[duration] = [0]] = samplesOf(run, "ws_session_duration");
  assert(connecting >= 29 && duration >= connecting + 39, `${connecting}, ${duration}`);
});

Deno.test("bytes are those on the wire, with the VU's tags, the handshake included", async () => {
  await using peer = await RawPeer.listen(async (connection) => {
    connection.accept();
    connection.writeHex("8101 61");
    await connection.until(({ over }) => over !== undefined);
    connection.destroy();
  });
  const run = await recordSamples(`${IMPORTS}
    export default () => ws.connect("${peer.url}", { tags: { a: "b" } }, (s) => { s.send("hello"); s.on("message", () => s.close()) })`);
  const connection = await (await peer.connection()).until(({ over }) => over !== undefined);
  const sum = (metric: string): number => samplesOf(run, metric).reduce((total, [value]) => total + value, 0);
  assertEquals(sum("data_sent"), connection.request.length + connection.bytesReceived);
  assertEquals(sum("data_received"), connection.acceptText().length + 3);
  for (const [, tags] of samplesOf(run, "data_sent")) assertEquals(tags, TAGS);
});

Deno.test("bytes of a long session are reported while it lives", async () => {
  const run = await measure(`ws.connect(URL + "/push?rate=50", (s) => s.setTimeout(() => s.close(), 1500))`);
  const metrics = run.samples.filter(({ metric, value }) => metric !== "data_received" || value > 0).map((s) =>
    s.metric
  );
  assert(metrics.indexOf("data_received") < metrics.indexOf("ws_session_duration"), metrics.join());
});
