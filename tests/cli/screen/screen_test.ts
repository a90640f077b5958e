import { Screen } from "../../../src/cli/screen/screen.ts";
import { assertEquals } from "../../support/assert.ts";

/** A screen of a width, what is on it, and what it shows next. */
function open(width: number | undefined) {
  const written: string[] = [];
  const lines = ["one", "two"];
  const screen = new Screen({
    write: (stream, content) => written.push(`${stream}: ${content}`),
    width: () => width,
    progress: () => lines,
  });
  return { screen, written, lines };
}

Deno.test("off a terminal, what is written is written, and progress once at the end", () => {
  const { screen, written } = open(undefined);
  screen.start();
  screen.write("stderr", "log\n");
  screen.stop();
  screen.writeProgress();
  assertEquals(written, ["stderr: log\n", "stdout: \none\ntwo\n"]);
});

Deno.test("on a terminal, progress stands below everything else and is taken away in the end", () => {
  const { screen, written } = open(10);
  screen.start();
  screen.write("stdout", "first\n");
  screen.write("stderr", "log\n");
  screen.stop();
  assertEquals(written, [
    "stdout: first\n",
    "stdout: \none\ntwo\n",
    "stdout: \x1b[3A\r\x1b[J",
    "stderr: log\n",
    "stdout: \none\ntwo\n",
    "stdout: \x1b[3A\r\x1b[J",
  ]);
});

Deno.test("lines of progress are cut at the width of the terminal", () => {
  const { screen, written, lines } = open(4);
  lines[0] = "too long";
  screen.start();
  screen.write("stdout", "");
  screen.stop();
  assertEquals(written[1], "stdout: \ntoo \ntwo\n");
});

Deno.test("no progress, no lines", () => {
  const { screen, written, lines } = open(80);
  lines.length = 0;
  screen.start();
  screen.write("stdout", "x");
  screen.stop();
  screen.writeProgress();
  assertEquals(written, ["stdout: x"]);
});
