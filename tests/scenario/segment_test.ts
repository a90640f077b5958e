import { Segment } from "../../src/scenario/segment.ts";
import { SegmentSequence } from "../../src/scenario/segment_sequence.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("Segment.parse reads k6's notations", () => {
  const cases: [string, string][] = [
    ["", "0:1"],
    ["10%", "0:1/10"],
    ["50%", "0:1/2"],
    ["100%", "0:1"],
    ["1/3", "0:1/3"],
    ["0.2:2/3", "1/5:2/3"],
    ["20%:0.5", "1/5:1/2"],
    ["0:1", "0:1"],
    ["1e-1", "0:1/10"],
  ];
  for (const [text, canonical] of cases) assertEquals(String(Segment.parse(text)), canonical, text);
});

Deno.test("Segment.parse refuses what k6 refuses, in its words", () => {
  const cases: [string, string][] = [
    ["50", "segment end value can't be more than 1 but was 50.00"],
    ["0:2", "segment end value can't be more than 1 but was 2.00"],
    ["-1:1", "segment start value must be at least 0 but was -1.00"],
    ["0", "segment start(0.00) must be less than its end(0.00)"],
    ["1/2:1/2", "segment start(0.50) must be less than its end(0.50)"],
    ["1/2:1/3", "segment start(0.50) must be less than its end(0.33)"],
    ["50.5%", "'50.5%' is not a valid percentage"],
    ["1/0", "'1/0' is not a valid percentage, decimal, fraction or interval value"],
    ["0:1:2", "'1:2' is not a valid percentage, decimal, fraction or interval value"],
    [":", "'' is not a valid percentage, decimal, fraction or interval value"],
    ["1/2:", "'' is not a valid percentage, decimal, fraction or interval value"],
    [" 1/2", "' 1/2' is not a valid percentage, decimal, fraction or interval value"],
    ["x", "'x' is not a valid percentage, decimal, fraction or interval value"],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => Segment.parse(text), Error);
    assertEquals(error.message, message, text);
  }
});

Deno.test("SegmentSequence.parse fills up what is missing at both ends", () => {
  const cases: [string, string[]][] = [
    ["0,1", ["0:1"]],
    ["0,1/3,2/3,1", ["0:1/3", "1/3:2/3", "2/3:1"]],
    ["0,1/2", ["0:1/2", "1/2:1"]],
    ["1/4,1/2", ["0:1/4", "1/4:1/2", "1/2:1"]],
    ["0,10%,0.5,1", ["0:1/10", "1/10:1/2", "1/2:1"]],
  ];
  for (const [text, segments] of cases) {
    const sequence = SegmentSequence.parse(text);
    assertEquals(sequence.segments.map(String), segments, text);
  }
});

Deno.test("SegmentSequence.parse refuses what k6 refuses, in its words", () => {
  const cases: [string, string][] = [
    ["0", "at least 2 points are needed for an execution segment sequence, 1 given"],
    ["0,1/2,1/2,1", "segment start(0.50) must be less than its end(0.50)"],
    ["0,a,1", "'a' is not a valid percentage, decimal, fraction or interval value"],
    ["0, 1/2 ,1", "' 1/2 ' is not a valid percentage, decimal, fraction or interval value"],
    ["0,2", "segment end value can't be more than 1 but was 2.00"],
  ];
  for (const [text, message] of cases) {
    const error = assertThrows(() => SegmentSequence.parse(text), Error);
    assertEquals(error.message, message, text);
  }
});

Deno.test("SegmentSequence.weights are the smallest whole numbers in the proportion of the lengths", () => {
  const cases: [string, bigint[]][] = [
    ["0,1", [1n]],
    ["0,1/2,1", [1n, 1n]],
    ["0,1/2,3/4,1", [2n, 1n, 1n]],
    ["0,3/5,14/15,1", [9n, 5n, 1n]],
    ["0,0.3,0.5,1", [3n, 2n, 5n]],
    ["0,0.4,0.6,1", [2n, 1n, 2n]],
  ];
  for (const [text, weights] of cases) assertEquals(SegmentSequence.parse(text).weights, weights, text);
});
