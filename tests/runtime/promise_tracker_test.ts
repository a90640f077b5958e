import type { EventLoop } from "../../src/runtime/event_loop.ts";
import { PromiseTracker } from "../../src/runtime/promise_tracker.ts";
import type { UnhandledRejection } from "../../src/runtime/unhandled_rejection.ts";
import { assertEquals } from "../support/assert.ts";

/** A loop that notes what is rejected in it. */
function notingLoop(name: string, notes: string[]): EventLoop {
  return {
    call: () => {},
    reject: ({ reason }: UnhandledRejection) => void notes.push(`${name}: ${reason}`),
  } as unknown as EventLoop;
}

const RECEIVER = { receive: () => undefined };

Deno.test("a rejection that is told of outside of all contexts is that of the loop which ran last", () => {
  using tracker = new PromiseTracker();
  const notes: string[] = [];
  tracker.call(notingLoop("a", notes), RECEIVER, 0, undefined, 0);
  tracker.call(notingLoop("b", notes), RECEIVER, 0, undefined, 0);
  const promise = Promise.resolve();
  const event = new PromiseRejectionEvent("unhandledrejection", { promise, reason: "boom", cancelable: true });
  tracker.rejected(event);
  assertEquals({ notes, prevented: event.defaultPrevented }, {
    notes: ["b: boom"],
    prevented: true,
  });
});

Deno.test("before any loop has run, a rejection is nobody's", () => {
  using tracker = new PromiseTracker();
  const event = new PromiseRejectionEvent("unhandledrejection", {
    promise: Promise.resolve(),
    reason: "boom",
    cancelable: true,
  });
  tracker.rejected(event);
  assertEquals(event.defaultPrevented, false);
});
