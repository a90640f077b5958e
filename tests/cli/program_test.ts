import { currentProgram } from "../../src/cli/program.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("a terminal that does not know its width has 80 columns", () => {
  const original = Deno.consoleSize;
  try {
    const widths = [0, 40].map((columns) => {
      Deno.consoleSize = () => ({ columns, rows: 0 });
      return currentProgram().columns();
    });
    assertEquals(widths, [80, 40]);
  } finally {
    Deno.consoleSize = original;
  }
});
