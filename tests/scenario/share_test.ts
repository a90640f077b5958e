import { SquallError } from "../../src/base/mod.ts";
import { Share } from "../../src/scenario/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

/** The shares of all segments of a sequence. */
function sharesOf(sequence: string): Share[] {
  const points = sequence.split(",");
  return points.slice(1).map((to, index) => Share.of(`${points[index]}:${to}`, sequence));
}

function first(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

const SEQUENCES = [
  "0,1",
  "0,1/2,1",
  "0,1/3,2/3,1",
  "0,1/2,3/4,1",
  "0,3/5,14/15,1",
  "0,0.3,0.5,1",
  "0,1/7,2/5,1/2,1",
  "0,0.01,0.99,1",
];

Deno.test("Share.at deals out pieces as k6 does", () => {
  const cases: [string, number[][]][] = [
    ["0,1/2,1", [[0], [1]]],
    ["0,1/3,2/3,1", [[0], [1], [2]]],
    ["0,1/2,3/4,1", [[0, 2], [1], [3]]],
    ["0,3/5,14/15,1", [[0, 2, 4, 5, 7, 9, 10, 12, 14], [1, 3, 6, 11, 13], [8]]],
    ["0,0.3,0.5,1", [[1, 5, 7], [3, 9], [0, 2, 4, 6, 8]]],
  ];
  for (const [sequence, owned] of cases) {
    const period = owned.flat().length;
    sharesOf(sequence).forEach((share, part) => {
      const pieces = owned[part]!;
      const twice = [...pieces, ...pieces.map((piece) => piece + period)];
      assertEquals(twice.map((_, index) => share.at(index)), twice, sequence);
    });
  }
});

Deno.test("Share.scale gives every part its due", () => {
  const cases: [string, number, number[]][] = [
    ["0,1/2,1", 10, [5, 5]],
    ["0,1/3,2/3,1", 10, [4, 3, 3]],
    ["0,1/2,3/4,1", 10, [5, 3, 2]],
    ["0,1/4,2/4,3/4,1", 10, [3, 3, 2, 2]],
    ["0,1/3,2/3,1", 7, [3, 2, 2]],
    ["0,1/3,2/3,1", 0, [0, 0, 0]],
    ["0,1/3,2/3,1", 1, [1, 0, 0]],
  ];
  for (const [sequence, count, expected] of cases) {
    assertEquals(sharesOf(sequence).map((share) => share.scale(count)), expected, `${sequence} of ${count}`);
  }
});

Deno.test("shares of a sequence add up to the whole at any count, and none ever shrinks", () => {
  for (const sequence of SEQUENCES) {
    const shares = sharesOf(sequence);
    let before = shares.map(() => 0);
    for (const count of first(250)) {
      const scaled = shares.map((share) => share.scale(count));
      assertEquals(scaled.reduce((total, each) => total + each, 0), count, sequence);
      assertEquals(scaled.every((each, part) => each >= before[part]!), true, `${sequence} at ${count}`);
      before = scaled;
    }
  }
});

Deno.test("every piece is in exactly one share, and scale counts what at numbers", () => {
  for (const sequence of SEQUENCES) {
    const count = 300;
    const owned = sharesOf(sequence).flatMap((share) => first(share.scale(count)).map((index) => share.at(index)));
    assertEquals(owned.sort((a, b) => a - b), first(count), sequence);
  }
});

Deno.test("Share.split divides a machine's share among its threads", async (t) => {
  for (const sequence of SEQUENCES) {
    await t.step(sequence, () => {
      for (const machine of sharesOf(sequence)) {
        const threads = machine.split(3);
        for (const count of [0, 1, 10, 97]) {
          const parts = threads.map((thread) => thread.scale(count));
          assertEquals(parts.reduce((total, each) => total + each, 0), machine.scale(count));
        }
        const own = threads.flatMap((thread) => first(20).map((index) => thread.at(index)));
        assertEquals(own.sort((a, b) => a - b), first(60).map((index) => machine.at(index)));
      }
    });
  }
});

Deno.test("machines that split their shares differently never number a piece twice", () => {
  const [one, two] = sharesOf("0,1/2,1");
  const pieces = [...one!.split(4), ...two!.split(3)].flatMap((thread) => first(12).map((index) => thread.at(index)));
  assertEquals(new Set(pieces).size, pieces.length);
});

Deno.test("Share.following gives iterations where the VUs are", () => {
  // k6 2.2.0: 5 VUs and 10 iterations on the middle third are 2 VUs and 4 iterations.
  const thirds = sharesOf("0,1/3,2/3,1");
  assertEquals(thirds.map((share) => share.scale(5)), [2, 2, 1]);
  assertEquals(thirds.map((share) => share.following(5).scale(10)), [4, 4, 2]);
  assertEquals(thirds.map((share) => share.following(1).scale(10)), [10, 0, 0]);
  assertEquals(Share.whole.following(5).scale(10), 10);
});

Deno.test("an empty share numbers nothing", () => {
  const empty = Share.of("2/3:1").following(1);
  assertEquals(empty.scale(1000), 0);
  assertThrows(() => empty.at(0), RangeError, "Cannot number the pieces of an empty part");
});

Deno.test("Share.fraction is how much of the whole it is", () => {
  assertEquals(Share.whole.fraction, 1);
  assertEquals(Share.of("1/4:1/2").fraction, 0.25);
  assertEquals(Share.of("1/4:1/2").split(5)[0]!.fraction, 0.05);
});

Deno.test("Share.of looks the segment up in the sequence, as k6 does", () => {
  assertEquals(Share.of("0:1/2", "0,1/2").scale(4), 2);
  assertEquals(Share.of().data, []);
  assertEquals(Share.of("0:1", "0,1").data, []);
  const cases: [string, string, string][] = [
    ["50%", "0,0.1,1", "provided segment 0:1/2 can't be found in sequence 0,1/10,1"],
    ["", "0,1/2,1", "provided segment 0:1 can't be found in sequence 0,1/2,1"],
    ["0:1/2", "1/4,1/2", "provided segment 0:1/2 can't be found in sequence 1/4,1/2"],
  ];
  for (const [segment, sequence, message] of cases) {
    const error = assertThrows(() => Share.of(segment, sequence), RangeError);
    assertEquals(error.message, message);
  }
});

Deno.test("a share is the same after its way to another thread", () => {
  const share = Share.of("1/3:2/3").split(2)[1]!;
  const copy = new Share(structuredClone(share.data));
  assertEquals(first(20).map((index) => copy.at(index)), first(20).map((index) => share.at(index)));
});

Deno.test("Share.of refuses segments too fine to deal out", () => {
  const error = assertThrows(() => Share.of("0:0.123456789"), SquallError);
  assertEquals(error.code, "SEGMENTS_TOO_FINE");
  assertEquals(error.message, "Execution segments are too fine: they repeat after 1000000000 parts only");
});
