import { ExitCode, messageOf, SquallError } from "../../src/base/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("SquallError carries a code, an exit code, a hint and a cause", () => {
  const cause = new TypeError("inner");
  const error = new SquallError("BAD_THING", "Cannot do the thing: x", {
    exitCode: ExitCode.InvalidConfig,
    hint: "Do another thing",
    cause,
  });
  assertEquals(
    [error.name, error.code, error.message, error.exitCode, error.hint, error.cause],
    ["SquallError", "BAD_THING", "Cannot do the thing: x", 104, "Do another thing", cause],
  );
});

Deno.test("SquallError ends the process with k6's code for everything else unless told otherwise", () => {
  const error = new SquallError("BAD_THING", "Cannot do the thing: x");
  assertEquals([error.exitCode, error.hint, error.cause], [255, undefined, undefined]);
});

Deno.test("messageOf tells of anything that was thrown", () => {
  const cases: [unknown, string][] = [
    [new Error("boom"), "boom"],
    [new SquallError("CODE", "text"), "text"],
    ["text", "text"],
    [5, "5"],
    [undefined, "undefined"],
    [null, "null"],
  ];
  for (const [thrown, message] of cases) assertEquals(messageOf(thrown), message);
});
