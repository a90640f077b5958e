/** What no file of this repository says: that something is unfinished, or where it was written. */

import { assertEquals } from "../support/assert.ts";
import { listFiles, REPOSITORY } from "./repository.ts";

/** Spelled so that this file does not contain what it looks for. */
const UNWANTED: Readonly<Record<string, RegExp>> = {
  "unfinished work": new RegExp(["TO" + "DO", "FIX" + "ME", "X" + "XX"].map((word) => `\\b${word}\\b`).join("|")),
  // Alice and nobody have no machines: archives are about such paths.
  "the path of a machine": /(?<![\w.])\/(?:root|home|Users|work)\/(?!alice\b|nobody\b)|\b[A-Z]:\\(?!x\b)\w/,
  "the host of a package registry": /\b(?:registry|npm|jsr)(?:\.[\w-]+)*\.(?:com|io|net|org)\b/,
};

/** What is read: text of any kind. Expected outputs of other programs are theirs. */
const TEXTS =
  /^(?!\.git\/|node_modules\/|coverage\/|.*\/scripts\/).*\.(?:[cm]?[jt]s|json|jsonl|md|txt|yml|toml|lock|sh)$|^\.ci\//;

/** Finds the unwanted in a text: one line of findings per line of text. */
function findUnwanted(path: string, text: string): string[] {
  return text.split("\n").flatMap((line, i) =>
    Object.entries(UNWANTED)
      .filter(([, pattern]) => pattern.test(line))
      .map(([what]) => `${path}:${i + 1} has ${what}: ${line.trim().slice(0, 100)}`)
  );
}

Deno.test("no file speaks of unfinished work, of a machine's paths or of registry hosts", async () => {
  const findings: string[] = [];
  for (const path of await listFiles(".", TEXTS)) {
    findings.push(...findUnwanted(path, await Deno.readTextFile(new URL(path, REPOSITORY))));
  }
  assertEquals(findings, []);
});

Deno.test("what is unwanted is found, what only looks like it is not", async (t) => {
  const cases: [line: string, found: number][] = [
    ["// TO" + "DO: later", 1],
    ["a toDoList of FIX" + "MES", 0],
    ["/ro" + "ot/x and C:" + "\\x in one line", 1],
    ["https://example.com/ho" + "me/page", 0],
    ["src/wo" + "rk/x.ts", 0],
    ["https://regis" + "try.example.org/ws", 1],
    ["a jsr:@std/assert and an npm:acorn", 0],
    ["https://jslib.k6.io/k6-utils/1.1.0/index.js", 0],
  ];
  for (const [line, found] of cases) {
    await t.step(line, () => assertEquals(findUnwanted("x", line).length, found));
  }
});
