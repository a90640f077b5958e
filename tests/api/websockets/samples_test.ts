/** The samples of `k6/websockets` sessions: how many of which metric, with which tags. */

import { startWsPeer } from "../../support/echo_peers.ts";
import { assertEquals } from "../../support/assert.ts";
import { runScript, type ScriptRun } from "../../support/run_script.ts";
import { measured, runWebSocketScript, submetrics } from "../../support/websocket_script.ts";

/** One session with two messages there, one of them back, and a ping. Params are `__ENV.PARAMS`. */
const SESSION = `
  const ws = new WebSocket(URL + "/p", "proto", JSON.parse(__ENV.PARAMS ?? "{}"));
  ws.onopen = () => { ws.ping(); ws.send("a"); ws.send("close 1000"); };`;
const METRICS = [
  "ws_sessions",
  "ws_connecting",
  "ws_session_duration",
  "ws_msgs_sent",
  "ws_msgs_received",
  "ws_ping",
] as const;
const COUNTERS: readonly string[] = ["ws_sessions", "ws_msgs_sent", "ws_msgs_received"];

/** What the samples of one session carry: the values of tags by name. `undefined`: no such tag. */
interface TagCase {
  readonly params?: Record<string, unknown>;
  readonly options?: Record<string, unknown>;
  readonly top?: string;
  readonly body?: string;
  readonly tags: (url: string) => Readonly<Record<string, string>>;
  /** Tags that no sample has, whatever their value would be. */
  readonly absent?: (url: string) => Readonly<Record<string, string>>;
}

const USUAL = { status: "101", subproto: "proto", group: "", scenario: "default" };

const TAG_CASES: Readonly<Record<string, TagCase>> = {
  "the usual ones": {
    tags: (url) => ({ ...USUAL, url, name: url }),
    absent: () => ({
      proto: "HTTP/1.1",
      method: "GET",
      expected_response: "true",
      ip: "127.0.0.1",
      vu: "1",
      iter: "0",
    }),
  },
  "a name is also the url": {
    params: { tags: { name: "N" } },
    tags: () => ({ ...USUAL, url: "N", name: "N" }),
  },
  "a url of the script's is overwritten": {
    params: { tags: { url: "U", status: "S", subproto: "P", mine: "M" } },
    tags: (url) => ({ ...USUAL, url, name: url, mine: "M" }),
  },
  "values become text": {
    params: { tags: { number: 1.5, truth: true, text: "" } },
    tags: () => ({ number: "1.5", truth: "true", text: "" }),
  },
  "letters of text that is given for tags": {
    params: { tags: "ab" },
    tags: () => ({ 0: "a", 1: "b" }),
  },
  "tags of the run and of the scenario, which the session's own overwrite": {
    options: {
      tags: { run: "R", both: "run", own: "run" },
      scenarios: { s: { executor: "shared-iterations", tags: { both: "scenario", own: "scenario" } } },
    },
    params: { tags: { own: "session" } },
    tags: () => ({ run: "R", both: "scenario", own: "session", scenario: "s" }),
  },
  "a name of the run is also the url": {
    options: { tags: { name: "run" } },
    tags: () => ({ ...USUAL, url: "run", name: "run" }),
  },
  "the group of the constructor, also for what happens in another one": {
    top: 'import { group } from "k6";',
    body: `group("a", () => group("b", () => { ${SESSION}
      const opened = ws.onopen;
      ws.onopen = () => group("c", opened);
    }));`,
    tags: () => ({ group: "::a::b" }),
  },
  "none that systemTags leaves out": {
    options: { systemTags: ["status"] },
    tags: () => ({ status: "101" }),
    absent: (url) => ({ url, name: url, subproto: "proto", group: "", scenario: "default" }),
  },
  "the address, where systemTags asks for it": {
    options: { systemTags: ["ip", "url"] },
    tags: (url) => ({ ip: "127.0.0.1", url }),
    absent: (url) => ({ name: url }),
  },
  "no subprotocol is an empty one": {
    body: SESSION.replace('"proto"', "null"),
    tags: () => ({ subproto: "" }),
  },
};

function selector(metric: string, tags: Readonly<Record<string, string>>): string {
  return `${metric}{${Object.entries(tags).map(([name, value]) => `${name}:${value || '""'}`).join(",")}}`;
}

/** Whether a metric has samples at all. */
function has(run: ScriptRun, metric: string): boolean {
  return COUNTERS.some((name) => metric.startsWith(name))
    ? (measured(run, metric) ?? 0) > 0
    : (measured(run, metric, "max") ?? 0) > 0;
}

Deno.test("all samples of a session carry its tags", async (t) => {
  await using peer = await startWsPeer();
  for (const [name, { params, options, top, body = SESSION, tags, absent }] of Object.entries(TAG_CASES)) {
    await t.step(name, async () => {
      const url = `${peer.url}/p`;
      const present = METRICS.map((metric) => selector(metric, tags(url)));
      const missing = Object.entries(absent?.(url) ?? {}).flatMap(([tag, value]) =>
        METRICS.map((metric) => selector(metric, { [tag]: value }))
      );
      const run = await runWebSocketScript(body, {
        server: peer.url,
        ...(top === undefined ? {} : { top }),
        ...(params === undefined ? {} : { env: { PARAMS: JSON.stringify(params) } }),
        options: { ...options, thresholds: submetrics(...present, ...missing) },
      });
      assertEquals(run.errors, []);
      assertEquals(present.filter((metric) => !has(run, metric)), []);
      assertEquals(missing.filter((metric) => has(run, metric)), []);
      const counts = COUNTERS.map((metric) => [measured(run, metric), measured(run, selector(metric, tags(url)))]);
      // Two messages and a ping go out, the server closes first; one message comes back.
      assertEquals(counts, [[1, 1], [3, 3], [1, 1]]);
    });
  }
});

Deno.test("failed dials have the status if there was one, and no session", async (t) => {
  await using peer = await startWsPeer();
  for (
    const [name, server, path, tags, absent] of [
      ["a refusal", peer.url, "/reject", { status: "404", subproto: "" }, {}],
      ["nobody there", "ws://127.0.0.1:1", "", {}, { status: "0", subproto: "", error: "", error_code: "1212" }],
    ] as const
  ) {
    await t.step(name, async () => {
      const url = `${server}${path}`;
      const sessions = selector("ws_sessions", { ...tags, url, name: url, group: "", scenario: "default" });
      const connecting = sessions.replace("ws_sessions", "ws_connecting");
      const missing = Object.entries(absent).map(([tag, value]) => selector("ws_sessions", { [tag]: value }));
      const run = await runWebSocketScript(`new WebSocket(URL + "${path}", "proto");`, {
        server,
        options: { thresholds: submetrics(sessions, connecting, ...missing) },
      });
      assertEquals(measured(run, "ws_sessions"), 1);
      assertEquals(measured(run, sessions), 1);
      assertEquals(measured(run, connecting, "max")! > 0, true);
      assertEquals(missing.filter((metric) => has(run, metric)), []);
      for (const metric of ["ws_session_duration", "ws_msgs_sent", "ws_msgs_received", "ws_ping"]) {
        assertEquals(run.summary?.metrics[metric], undefined, metric);
      }
    });
  }
});

Deno.test("argument errors are no sessions", async () => {
  const run = await runWebSocketScript("say(attempt(() => new WebSocket(URL, null, { foo: 1 })));");
  assertEquals(run.summary?.metrics.ws_sessions, undefined);
});

Deno.test("bytes carry the VU's tags only", async () => {
  await using peer = await startWsPeer();
  const names = ["data_sent", "data_received"].flatMap((metric) => [
    `${metric}{scenario:default,group:""}`,
    `${metric}{url:${peer.url}/p}`,
    `${metric}{status:101}`,
  ]);
  const run = await runWebSocketScript(SESSION, { server: peer.url, options: { thresholds: submetrics(...names) } });
  for (const metric of ["data_sent", "data_received"]) {
    const total = measured(run, metric)!;
    assertEquals(total > 100, true);
    assertEquals(measured(run, `${metric}{scenario:default,group:""}`), total);
    assertEquals(measured(run, `${metric}{url:${peer.url}/p}`), 0);
    assertEquals(measured(run, `${metric}{status:101}`), 0);
  }
});

Deno.test("what the metrics are", async () => {
  await using peer = await startWsPeer();
  const run = await runWebSocketScript(SESSION, { server: peer.url });
  const kinds = Object.fromEntries(
    METRICS.map((metric) => [metric, [run.summary?.metrics[metric]?.type, run.summary?.metrics[metric]?.contains]]),
  );
  assertEquals(kinds, {
    ws_sessions: ["counter", "default"],
    ws_connecting: ["trend", "time"],
    ws_session_duration: ["trend", "time"],
    ws_msgs_sent: ["counter", "default"],
    ws_msgs_received: ["counter", "default"],
    ws_ping: ["trend", "time"],
  });
});

Deno.test("both names of the module measure alike", async () => {
  await using peer = await startWsPeer();
  const run = await runScript(
    `import { WebSocket } from "k6/experimental/websockets";
    export default function () { const URL = __ENV.URL; ${SESSION} }`,
    { env: { URL: peer.url } },
  );
  assertEquals(COUNTERS.map((metric) => measured(run, metric)), [1, 3, 1]);
});
