/** The pacing of `/push`, on a clock turned by hand. */

import { TimerQueue } from "../../../src/base/mod.ts";
import { type PushOptions, PushStream } from "../../../src/cli/demo/push_stream.ts";
import { assertEquals } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";

/** A reader that can be slow or gone. */
class Reader {
  open = true;
  bufferedAmount = 0;
  readonly got: (string | ArrayBuffer)[] = [];
  closedWith: unknown[] | undefined;

  send(data: string | ArrayBuffer): void {
    this.got.push(data);
  }

  close(code: number, reason: string): void {
    this.open = false;
    this.closedWith = [code, reason];
  }
}

function push(options: Partial<PushOptions> = {}) {
  const clock = new ManualClock(1_700_000_000_000);
  const reader = new Reader();
  const time = { clock, timers: new TimerQueue(clock) };
  const stream = new PushStream({ rate: 10, size: 64, count: 0, type: "text", ...options }, reader, time);
  return { clock, reader, stream };
}

Deno.test("a push sends one message per interval, the first after one interval", () => {
  const { clock, reader } = push({ rate: 10 });
  clock.advance(99);
  assertEquals(reader.got, []);
  clock.advance(1);
  assertEquals(reader.got, ['{"seq":1,"time":1700000000100.000,"padding":"-----------------"}']);
  clock.advance(900);
  assertEquals(reader.got.length, 10);
});

Deno.test("a push keeps rates beyond the timer's grain", () => {
  const { clock, reader } = push({ rate: 2_500 });
  clock.advance(1000);
  assertEquals(reader.got.length, 2_500);
});

Deno.test("messages have exactly the size asked for, as text and as bytes", () => {
  for (const size of [64, 65, 1000]) {
    const text = push({ size });
    const binary = push({ size, type: "binary" });
    text.clock.advance(100);
    binary.clock.advance(100);
    const [message] = text.reader.got;
    assertEquals(String(message).length, size);
    assertEquals(binary.reader.got, [new TextEncoder().encode(String(message)).buffer]);
  }
});

Deno.test("a push with a count closes with 1000 after its last message", () => {
  const { clock, reader } = push({ count: 3 });
  clock.advance(10_000);
  assertEquals(reader.got.length, 3);
  assertEquals(reader.closedWith, [1000, "done"]);
  assertEquals(clock.pending, 0);
});

Deno.test("a reader that is behind gets nothing more, and one second's worth once it has caught up", () => {
  const { clock, reader } = push({ rate: 100 });
  reader.bufferedAmount = 2 * 1024 * 1024;
  clock.advance(60_000);
  assertEquals(reader.got.length, 0);
  reader.bufferedAmount = 0;
  clock.advance(10);
  assertEquals(reader.got.length, 101);
});

Deno.test("a push ends with its reader, or when it is stopped", () => {
  const gone = push();
  gone.reader.open = false;
  gone.clock.advance(1000);
  assertEquals([gone.reader.got.length, gone.clock.pending], [0, 0]);

  const stopped = push();
  stopped.stream.stop();
  assertEquals(stopped.clock.pending, 0);
});
