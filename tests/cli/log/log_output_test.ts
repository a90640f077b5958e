import { SquallError } from "../../../src/base/mod.ts";
import { logFormat } from "../../../src/cli/log/log_format.ts";
import { openLogOutput } from "../../../src/cli/log/log_output.ts";
import type { LogLevel } from "../../../src/engine/mod.ts";
import { assertEquals, assertThrows } from "../../support/assert.ts";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warning", "error"];

function open(target: string, level: LogLevel = "info") {
  const written = { stdout: "", stderr: "" };
  const log = openLogOutput({
    target,
    level,
    format: logFormat("raw"),
    writeStream: (stream, text) => written[stream] += text,
  });
  for (const each of LEVELS) log.write({ level: each, message: each, time: 0 });
  log.close();
  return written;
}

Deno.test("a stream gets what is serious enough", () => {
  assertEquals(open("stderr"), { stdout: "", stderr: "info\nwarning\nerror\n" });
  assertEquals(open("stdout", "debug"), { stdout: "debug\ninfo\nwarning\nerror\n", stderr: "" });
  assertEquals(open("none"), { stdout: "", stderr: "" });
});

Deno.test("a file gets what its own level lets through, by any of k6's names, after what it has", async () => {
  const path = await Deno.makeTempFile();
  const cases: [setting: string, lines: string][] = [
    ["", "info\nwarning\nerror\n"],
    [",level=trace", "debug\ninfo\nwarning\nerror\n"],
    [",level=debug", "debug\ninfo\nwarning\nerror\n"],
    [",level=info", "info\nwarning\nerror\n"],
    [",level=warn", "warning\nerror\n"],
    [",level=warning", "warning\nerror\n"],
    [",level=error", "error\n"],
    [",level=fatal", "error\n"],
    [",level=panic", "error\n"],
  ];
  let all = "";
  for (const [setting, lines] of cases) {
    assertEquals(open(`file=${path}${setting}`), { stdout: "", stderr: "" });
    assertEquals(await Deno.readTextFile(path), all += lines, setting);
  }
  await Deno.remove(path);
});

Deno.test("what is no log output is refused by name", () => {
  const cases: [target: string, message: string][] = [
    ["nope", "Unknown log output: nope"],
    ["loki", "The log output loki is not in squall: loki"],
    ["loki=http://x:3100", "The log output loki is not in squall: loki=http://x:3100"],
    ["file=/tmp/x,level=loud", "Unknown setting of the log output file: level=loud"],
    ["file=/tmp/x,level=constructor", "Unknown setting of the log output file: level=constructor"],
    ["file=/tmp/x,colour=red", "Unknown setting of the log output file: colour=red"],
  ];
  for (const [target, message] of cases) assertEquals(assertThrows(() => open(target), SquallError).message, message);
});
