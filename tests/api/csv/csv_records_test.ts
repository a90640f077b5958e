/** Whatever fields hold, they come back as they were written. */

import { CsvReader, readCsvOptions } from "../../../src/api/csv/csv_reader.ts";
import { assertEquals } from "../../support/assert.ts";

/** A generator of numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor(state / 2147483648 * below);
  };
}

const PIECES = ["a", "ü", "😀", '"', ";", ",", "\n", " ", "\ufeff", "\r.", "'"];

function write(field: string, delimiter: string, isQuoted: boolean): string {
  const needsQuotes = isQuoted || field.includes(delimiter) || /["\r\n]/.test(field) || field === "";
  return needsQuotes ? `"${field.replaceAll('"', '""')}"` : field;
}

Deno.test("random tables come back as they were written", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = numbers(seed);
    const delimiter = [",", ";", "\t", "|"][random(4)]!;
    const newline = ["\n", "\r\n"][random(2)]!;
    const width = 1 + random(4);
    const field = (): string => Array.from({ length: random(5) }, () => PIECES[random(PIECES.length)]).join("");
    const table = Array.from({ length: random(6) }, () => Array.from({ length: width }, field));
    const lines = table.map((row) => row.map((each) => write(each, delimiter, random(3) === 0)).join(delimiter));
    const text = lines.map((line) => line + newline).join(random(4) === 0 ? newline : "");
    const reader = new CsvReader(new TextEncoder().encode(text), 0, readCsvOptions({ delimiter }));
    const rows: unknown[] = [];
    for (let row = reader.next(); row !== undefined; row = reader.next()) rows.push(row);
    assertEquals(rows, table, `seed ${seed}`);
  }
});
