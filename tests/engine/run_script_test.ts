import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type LogRecord, run } from "../../src/engine/mod.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";

/** Gives a script in a file of its own to a function. */
async function withScript<T>(source: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "s.js");
  try {
    await Deno.writeTextFile(path, source);
    return await use(path);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A log that keeps messages, but those for debugging. */
function keeping(): { messages: string[]; log: (record: LogRecord) => void } {
  const messages: string[] = [];
  return { messages, log: ({ level, message }) => level !== "debug" && messages.push(message) };
}

Deno.test("run takes a path or a URL, options over those of the script, and an environment", async () => {
  const source = `export const options = { iterations: 1 };
    export default function () { console.log("ran", __ENV.A); }`;
  await withScript(source, async (path) => {
    for (const script of [path, pathToFileURL(path), pathToFileURL(path).href]) {
      const { messages, log } = keeping();
      const result = await run(script, { options: { iterations: 2 }, env: { A: "a" }, log });
      assertEquals([result.passed, result.exitCode, result.error], [true, 0, undefined]);
      assertEquals(messages, ["ran a", "ran a"]);
      assertEquals(result.summary?.metrics.iterations?.values.count, 2);
      assertMatch(result.text, /TOTAL RESULTS[^]*iterations\.+: 2 /);
    }
  });
});

Deno.test("run says what went wrong instead of throwing", async (t) => {
  const cases: [name: string, source: string, exitCode: number, error: RegExp][] = [
    [
      "crossed thresholds",
      'export const options = { thresholds: { iterations: ["count>1"] } }; export default () => {};',
      99,
      /have been crossed$/,
    ],
    [
      "an exception in setup",
      'export function setup() { throw new Error("boo"); } export default () => {};',
      107,
      /^Error: boo/,
    ],
    ["a syntax error", "export default (;", 107, /s\.js:1:17: Unexpected token/],
    [
      "wrong options",
      "export const options = { vus: 0, duration: '1s' }; export default () => {};",
      104,
      /VUs must be more than 0/,
    ],
  ];
  for (const [name, source, exitCode, error] of cases) {
    await t.step(name, async () => {
      const result = await withScript(source, (path) => run(path, { log: () => {} }));
      assertEquals([result.passed, result.exitCode], [false, exitCode]);
      assertMatch(result.error!, error);
    });
  }
  await t.step("a script whose server does not answer", async () => {
    const result = await run("https://127.0.0.1:1/s.js", { log: () => {} });
    assertEquals([result.exitCode, result.summary], [255, undefined]);
    assertMatch(result.error!, /couldn't be retrieved from the resolved url/);
  });
  await t.step("a missing script", async () => {
    const result = await run("/nope/s.js", { log: () => {} });
    assertEquals([result.passed, result.exitCode, result.summary], [false, 255, undefined]);
  });
});

Deno.test("run ends when its signal is aborted, before or while it runs", async (t) => {
  const source = 'import { sleep } from "k6"; export default function () { console.log("now"); sleep(3600); }';
  await t.step("before", async () => {
    const result = await withScript(source, (path) => run(path, { signal: AbortSignal.abort(), log: () => {} }));
    assertEquals([result.exitCode, result.error, result.summary], [105, "the test run was aborted", undefined]);
  });
  await t.step("while it runs", async () => {
    const controller = new AbortController();
    const log = ({ message }: LogRecord): void => message === "now" ? controller.abort() : undefined;
    const result = await withScript(source, (path) => run(path, { signal: controller.signal, log }));
    assertEquals([result.exitCode, result.error], [105, "the test run was aborted"]);
    assertMatch(result.text, /TOTAL RESULTS/);
  });
});
