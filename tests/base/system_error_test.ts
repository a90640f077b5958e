import { systemReason } from "../../src/base/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("systemReason keeps what the system said, and nothing of the call", async (t) => {
  const cases: [message: string, reason: string][] = [
    ["No such file or directory (os error 2): open '/nope/x'", "No such file or directory"],
    ["Permission denied (os error 13)", "Permission denied"],
    ["No such file or directory (os error 2): writefile 'it's'", "No such file or directory"],
    ["something else: open '/x'", "something else: open '/x'"],
  ];
  for (const [message, reason] of cases) {
    await t.step(message, () => assertEquals(systemReason(new Error(message)), reason));
  }
  await t.step("a real error", () => {
    try {
      Deno.readTextFileSync("/nope/nope");
    } catch (error) {
      assertEquals(systemReason(error), "No such file or directory");
    }
  });
});
