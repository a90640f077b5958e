/** Plans at work on threads without JavaScript: what their executors do, and when. */

import { Conductor, type Executor, type ExecutorHost, type TestPlan, type ThreadPlan } from "../../src/scenario/mod.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { FakeThread, type FakeThreadOptions } from "./fake_thread.ts";
import { planOf } from "./scenarios.ts";

/** One thread with what it does. */
export interface Conducted {
  readonly thread: FakeThread;
  readonly conductor: Conductor;
}

/** Makes one thread of a plan; nothing runs yet. */
export function conduct(plan: ThreadPlan, options: Omit<FakeThreadOptions, "vus">): Conducted {
  const thread = new FakeThread({ vus: plan.idsInInstance.length, most: mostOf(plan), ...options });
  const conductor: Conductor = new Conductor({
    plan,
    clock: thread.clock,
    timers: thread.timers,
    host: (scenario) => hostOf(thread, (time) => conductor.settle(plan.scenarios.indexOf(scenario), time)),
    finished: thread.finished,
  });
  return { thread, conductor };
}

/** VUs that a thread has at most, unless an operator wants more. */
function mostOf({ maxVus, scenarios }: ThreadPlan): number {
  return scenarios.some(({ scenario }) => scenario.executor === "externally-controlled") ? Infinity : maxVus;
}

/** The thread as the host of one of its scenarios. */
function hostOf(thread: FakeThread, settle: (time: number) => void): ExecutorHost {
  return {
    clock: thread.clock,
    timers: thread.timers,
    acquire: (count) => thread.acquire(count),
    recruit: (ready) => thread.recruit(ready),
    settle,
    release: (vu) => thread.release(vu),
    defer: (run) => thread.defer(run),
    nextTurn: (run) => thread.nextTurn(run),
    claimIterations: (count) => thread.claimIterations(count),
    dropped: (count) => thread.dropped(count),
    late: (milliseconds) => thread.late(milliseconds),
    active: (change) => thread.active(change),
    warn: (message) => thread.warn(message),
  };
}

/** Starts one scenario on a thread of its own. */
export function startOne(
  scenario: Record<string, unknown>,
  options: Omit<FakeThreadOptions, "vus">,
): Conducted & { readonly executor: Executor } {
  const conducted = conduct(planOf({ scenarios: { only: scenario } }).threads[0]!, options);
  conducted.conductor.start();
  return { ...conducted, executor: conducted.conductor.executors[0]! };
}

/** Runs all threads of a plan, on one clock, until nothing is left to do. */
export function runPlan(plan: TestPlan, options: Omit<FakeThreadOptions, "vus" | "clock" | "claims">): FakeThread[] {
  const clock = new ManualClock();
  const claims = { count: 0 };
  const threads = plan.threads.map((thread) => conduct(thread, { ...options, clock, claims }));
  for (const { conductor } of threads) conductor.start();
  clock.advance(plan.maxDuration + 1000);
  return threads.map(({ thread }) => thread);
}
