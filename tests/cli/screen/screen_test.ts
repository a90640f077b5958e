import { Screen, type TerminalSize } from "../../../src/cli/screen/screen.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { TerminalGrid } from "../../support/terminal_grid.ts";

/** A screen on a terminal of a size, or on none, and what it shows next. */
function open(size: TerminalSize | undefined, sharesTerminal = true) {
  const written: string[] = [];
  const lines = ["one", "two"];
  const grid = new TerminalGrid(size?.columns ?? 80, size?.rows ?? 24);
  const screen = new Screen({
    write: (stream, content) => {
      const text = typeof content === "string" ? content : new TextDecoder().decode(content);
      written.push(`${stream}: ${text}`);
      if (stream === "stdout" || sharesTerminal) grid.write(text);
    },
    size: () => size && { columns: grid.columns, rows: grid.rows },
    sharesTerminal,
    progress: () => lines,
  });
  return { screen, written, lines, grid };
}

/** What was written in this turn is on the terminal. */
function turn(): Promise<void> {
  return Promise.resolve();
}

Deno.test("off a terminal, what is written is written at once, and progress once at the end", () => {
  const { screen, written } = open(undefined);
  screen.start();
  screen.write("stderr", "log\n");
  assertEquals(written, ["stderr: log\n"]);
  screen.stop();
  screen.writeProgress();
  assertEquals(written, ["stderr: log\n", "stdout: \none\ntwo\n"]);
});

Deno.test("on a terminal, progress stands below everything else and is taken away in the end", async () => {
  const { screen, grid, lines } = open({ columns: 20, rows: 10 });
  screen.start();
  screen.write("stdout", "first\n");
  screen.write("stderr", "log\n");
  await turn();
  assertEquals(grid.visible, ["first", "log", "", "one", "two"]);
  lines[1] = "2";
  screen.redraw();
  assertEquals(grid.visible, ["first", "log", "", "one", "2"]);
  assertEquals(grid.cursor, { row: 5, column: 0 });
  screen.write("stderr", "more\n");
  await turn();
  assertEquals(grid.visible, ["first", "log", "more", "", "one", "2"]);
  screen.stop();
  assertEquals(grid.visible, ["first", "log", "more"]);
  screen.writeProgress();
  assertEquals(grid.visible, ["first", "log", "more", "", "one", "2"]);
});

Deno.test("what is written before a stop is not lost, and what is written after it is written at once", () => {
  const { screen, grid, written } = open({ columns: 20, rows: 10 });
  screen.start();
  screen.redraw();
  screen.write("stdout", "last\n");
  screen.stop();
  assertEquals(grid.visible, ["last"]);
  screen.write("stderr", "after\n");
  assertEquals(written.at(-1), "stderr: after\n");
});

Deno.test("a thousand lines of one turn cost one drawing, and a progress that has not changed none", async () => {
  const { screen, grid, written } = open({ columns: 20, rows: 10 });
  screen.start();
  for (let i = 0; i < 1000; i++) screen.write("stdout", `line ${i}\n`);
  await turn();
  assertEquals(written.length, 1);
  assertEquals(grid.history, [...Array.from({ length: 1000 }, (_, i) => `line ${i}`), "", "one", "two"]);
  screen.redraw();
  assertEquals(written.length, 1);
  screen.stop();
});

Deno.test("a log that goes elsewhere does not touch the progress", () => {
  const { screen, grid, written } = open({ columns: 20, rows: 10 }, false);
  screen.start();
  screen.redraw();
  screen.write("stderr", "log\n");
  assertEquals(written.at(-1), "stderr: log\n");
  assertEquals(grid.visible, ["", "one", "two"]);
  screen.stop();
});

Deno.test("progress begins on a line of its own where a script has not ended its last one", async () => {
  const { screen, grid } = open({ columns: 20, rows: 10 });
  screen.start();
  screen.write("stdout", "no end");
  await turn();
  assertEquals(grid.visible, ["no end", "", "one", "two"]);
  screen.write("stderr", "log\n");
  await turn();
  assertEquals(grid.visible, ["no end", "log", "", "one", "two"]);
  screen.stop();
});

Deno.test("lines of progress are cut at the width of the terminal, and left out where there are too few rows", () => {
  for (const columns of [1, 3, 4, 8, 80, 200]) {
    const { screen, grid, lines } = open({ columns, rows: 5 });
    lines.splice(0, 2, "a".repeat(columns + 1), "b".repeat(columns), "c", "d");
    screen.start();
    screen.redraw();
    const expected = ["", "a".repeat(columns), "b".repeat(columns), "c"];
    assertEquals(grid.visible, expected);
    lines[2] = "C";
    screen.redraw();
    assertEquals(grid.visible, [...expected.slice(0, 3), "C"]);
    assertEquals(grid.history.length, 4);
    screen.stop();
    assertEquals(grid.history, []);
  }
});

Deno.test("no progress, no lines; progress that has gone is taken away", async () => {
  const { screen, grid, lines } = open({ columns: 20, rows: 10 });
  screen.start();
  screen.redraw();
  lines.length = 0;
  screen.redraw();
  assertEquals(grid.visible, []);
  screen.write("stdout", "x\n");
  await turn();
  screen.stop();
  screen.writeProgress();
  assertEquals(grid.visible, ["x"]);
});

Deno.test("a terminal that becomes narrower has wrapped the progress, and shows it once all the same", () => {
  const { screen, grid, lines } = open({ columns: 40, rows: 12 });
  lines.splice(0, 2, "1".repeat(40), "2".repeat(25));
  screen.start();
  screen.write("stdout", "log\n");
  screen.redraw();
  grid.resize(12, 12);
  screen.redraw();
  assertEquals(grid.visible, ["log", "", "1".repeat(12), "2".repeat(12)]);
  grid.resize(100, 12);
  screen.redraw();
  assertEquals(grid.visible, ["log", "", "1".repeat(40), "2".repeat(25)]);
  screen.stop();
  assertEquals(grid.history, ["log"]);
});

/** Random numbers that are the same each time. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return (state >> 8) % below;
  };
}

Deno.test("whatever happens in whatever order, the log is whole, and the progress stands below it once", async () => {
  for (let seed = 1; seed <= 200; seed++) {
    const random = randomNumbers(seed);
    const { screen, grid, lines } = open({ columns: 8 + random(100), rows: 12 + random(20) });
    const log: string[] = [];
    screen.start();
    screen.redraw();
    for (let step = 0; step < 60; step++) {
      const text = `L${log.length}`;
      const event = random(5);
      if (event === 0) grid.resize(8 + random(193), 12 + random(20));
      else if (event === 1) {
        lines.splice(
          0,
          lines.length,
          ...Array.from({ length: random(3) }, () => "p".repeat(random(30))),
        );
      } else {
        log.push(text);
        screen.write(event === 2 ? "stdout" : "stderr", `${text}\n`);
      }
      if (random(2) === 0) await turn();
      if (random(2) === 0) screen.redraw();
    }
    screen.redraw();
    await turn();
    const shown = grid.history;
    const cut = lines.map((line) => line.slice(0, grid.columns));
    while (cut.at(-1) === "") cut.pop();
    const expected = cut.length === 0 ? log : [...log, "", ...cut];
    assertEquals(shown, expected, `seed ${seed}`);
    screen.stop();
    assert(grid.cursor.column === 0);
  }
});
