import { currentProgram } from "../../src/cli/program.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("a terminal that does not know its size, or has gone away, has 80 columns and 24 rows", () => {
  const original = Deno.consoleSize;
  const sizes: (() => { columns: number; rows: number })[] = [
    () => ({ columns: 0, rows: 0 }),
    () => ({ columns: 40, rows: 10 }),
    () => ({ columns: 40, rows: 0 }),
    () => {
      throw new Error("Inappropriate ioctl for device");
    },
  ];
  try {
    const seen = sizes.map((size) => {
      Deno.consoleSize = size;
      const { columns, rows } = currentProgram().terminalSize();
      return [columns, rows];
    });
    assertEquals(seen, [[80, 24], [40, 10], [40, 24], [80, 24]]);
  } finally {
    Deno.consoleSize = original;
  }
});
