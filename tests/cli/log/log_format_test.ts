import { logFormat } from "../../../src/cli/log/log_format.ts";
import type { LogRecord } from "../../../src/engine/mod.ts";
import { assertEquals, assertMatch } from "../../support/assert.ts";

const TIME = Date.parse("2026-03-04T05:06:07Z");
const STAMP_REGEXP = /^time="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)" /;

function record(message: string, rest: Partial<LogRecord> = {}): LogRecord {
  return { level: "info", message, time: TIME, ...rest };
}

Deno.test("text lines quote what needs it, and sort their fields", async (t) => {
  const cases: [record: LogRecord, line: string][] = [
    [record("plain"), "level=info msg=plain"],
    [record("two words"), 'level=info msg="two words"'],
    [record("a/b-c.d_e@f^g+1"), "level=info msg=a/b-c.d_e@f^g+1"],
    [record("a=b"), 'level=info msg="a=b"'],
    [record('say "x"\n\tat y'), 'level=info msg="say \\"x\\"\\n\\tat y"'],
    [record(""), "level=info"],
    [record("ä"), 'level=info msg="ä"'],
    [record("x", { level: "warning" }), "level=warning msg=x"],
    [record("x", { fields: { source: "console", hint: "a b" } }), 'level=info msg=x hint="a b" source=console'],
    [record("x", { fields: { empty: "" } }), 'level=info msg=x empty=""'],
  ];
  const format = logFormat("text");
  for (const [given, line] of cases) {
    await t.step(line, () => {
      const written = format(given);
      assertMatch(written, STAMP_REGEXP);
      assertEquals(written.replace(STAMP_REGEXP, ""), `${line}\n`);
    });
  }
});

Deno.test("on a terminal, lines have a coloured level, the seconds of the run, and fields in a column", () => {
  const format = logFormat("text", { start: TIME - 12_345 });
  const fields = { source: "console" };
  assertEquals(
    format(record("hello", { fields })),
    `\x1b[36mINFO\x1b[0m[0012] ${"hello".padEnd(44)} \x1b[36msource\x1b[0m=console\n`,
  );
  const levels = (["debug", "warning", "error"] as const).map((level) => format(record("x", { level })).slice(0, 13));
  assertEquals(levels, ["\x1b[37mDEBU\x1b[0m", "\x1b[33mWARN\x1b[0m", "\x1b[31mERRO\x1b[0m"]);
});

Deno.test("raw lines are the message alone, JSON lines one object with sorted keys", () => {
  const given = record("Error: x\n\tat y\n", { level: "error", fields: { source: "stacktrace", hint: "h" } });
  assertEquals(logFormat("raw")(given), "Error: x\n\tat y\n");
  assertEquals(logFormat("raw")({ ...given, message: "printed\n", fields: { source: "console" } }), "printed\n\n");
  const json = logFormat("json")(given);
  assertMatch(
    json,
    /^\{"hint":"h","level":"error","msg":"Error: x\\n\\tat y\\n","source":"stacktrace","time":"[^"]+"\}\n$/,
  );
});

Deno.test("the lines of a script follow the line that is about them, in JSON they are a member", () => {
  const given = record("file:///x.js:1:1: odd", { level: "error", detail: "> 1 | odd\n    | ^" });
  assertEquals(logFormat("raw")(given), "file:///x.js:1:1: odd\n> 1 | odd\n    | ^\n");
  assertEquals(logFormat("text")(given).split("\n").slice(1), ["> 1 | odd", "    | ^", ""]);
  assertEquals(JSON.parse(logFormat("json")(given)).detail, given.detail);
});

Deno.test("an unknown format is text, as in k6", () => {
  assertMatch(logFormat("yaml")(record("x")), /^time="[^"]+" level=info msg=x\n$/);
});
