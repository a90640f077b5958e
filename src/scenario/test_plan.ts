/** Planning: how many VUs a test needs, for how long, and which thread hosts how many of each scenario. */

import type { Work } from "./executor_kind.ts";
import { kindOf } from "./executor_kinds.ts";
import type { TestOptions } from "./option_values.ts";
import type { Scenario } from "./scenario.ts";
import { Share, type ShareData } from "./share.ts";

/** What this machine does of one scenario. */
export interface ScenarioPlan {
  /** The scenario of the whole test. */
  readonly scenario: Scenario;
  /** The part of this machine. */
  readonly work: Work;
  /** How the iterations of this machine are numbered in the whole test: `new Share(numbering).at(iterationInInstance)`. */
  readonly numbering: ShareData;
}

/** What one thread does of one scenario. */
export interface ThreadScenario {
  /** The position of the scenario in {@linkcode TestPlan}`.scenarios`. */
  readonly index: number;
  /** The scenario of the whole test. */
  readonly scenario: Scenario;
  /** The VUs of this thread, at least one; the iterations as for the machine. */
  readonly work: Work;
}

/** What one thread of this machine does. */
export interface ThreadPlan {
  /** The VUs to initialise on this thread, by the numbers that they have on this machine, from 1. */
  readonly idsInInstance: readonly number[];
  /** The numbers that the same VUs have in the whole test, from 1. */
  readonly idsInTest: readonly number[];
  /** The scenarios that it has VUs for. */
  readonly scenarios: readonly ThreadScenario[];
}

/** What this machine does. Structured-cloneable, and so are its parts. */
export interface TestPlan {
  /** In the order of their start, then of their names. */
  readonly scenarios: readonly ScenarioPlan[];
  /** How much of the whole test it is, from 0 to 1. */
  readonly fraction: number;
  /** VUs that are initialised before the test, on all threads together. */
  readonly plannedVus: number;
  /** VUs at most. */
  readonly maxVus: number;
  /** Milliseconds until the last scenario is over at the latest, graceful stops included. */
  readonly maxDuration: number;
  /** What each of its threads does. */
  readonly threads: readonly ThreadPlan[];
}

/**
 * Plans a test.
 *
 * A VU is a slot that scenarios use one after the other: a scenario takes the lowest slots that are free from its start
 * to its latest end, and slot n lives on thread n modulo the number of threads. So the planned VUs are as few as k6's (the
 * most that are ever needed at once), every scenario is spread evenly, and VU numbers have no gaps.
 *
 * @param options The options of the test.
 * @param threads How many threads host the VUs, at least one.
 * @returns The plan.
 */
export function planTest(options: TestOptions, threads: number): TestPlan {
  const share = Share.of(options.executionSegment, options.executionSegmentSequence);
  const scenarios = options.scenarios.map((scenario) => {
    const kind = kindOf(scenario);
    return { scenario, work: kind.work(scenario, share), numbering: kind.numbering(scenario, share).data };
  });
  const { slots, vusByThread } = assignSlots(scenarios, threads);
  return {
    scenarios,
    fraction: share.fraction,
    plannedVus: slots,
    maxVus: slots,
    maxDuration: longestDuration(scenarios),
    threads: vusByThread.map((vusByScenario, thread) => ({
      ...numberVus(share, { slots, threads, thread }),
      scenarios: scenarios.flatMap(({ scenario, work }, index) => {
        const vus = vusByScenario[index]!;
        return vus === 0 ? [] : [{ index, scenario, work: { ...work, vus } }];
      }),
    })),
  };
}

/** Until the last scenario with VUs is over; where none has any, until the first would begin. */
function longestDuration(scenarios: readonly ScenarioPlan[]): number {
  const busy = scenarios.filter(({ work }) => work.vus > 0).map(({ scenario }) => latestEnd(scenario));
  return Math.max(scenarios[0]?.scenario.startTime ?? 0, ...busy);
}

/** Milliseconds from the start of the test until a scenario has given all VUs back. */
function latestEnd(scenario: Scenario): number {
  return scenario.startTime + kindOf(scenario).duration(scenario) + scenario.gracefulStop;
}

interface SlotAssignment {
  /** Slots in use. */
  readonly slots: number;
  /** How many VUs a thread has for each scenario. */
  readonly vusByThread: readonly (readonly number[])[];
}

function assignSlots(scenarios: readonly ScenarioPlan[], threads: number): SlotAssignment {
  const freeAt: number[] = [];
  const vusByThread = Array.from({ length: threads }, () => new Array<number>(scenarios.length).fill(0));
  scenarios.forEach(({ scenario, work }, index) => {
    const end = latestEnd(scenario);
    let missing = work.vus;
    for (let slot = 0; missing > 0; slot++) {
      if ((freeAt[slot] ?? -Infinity) > scenario.startTime) continue;
      freeAt[slot] = end;
      vusByThread[slot % threads]![index]!++;
      missing--;
    }
  });
  return { slots: freeAt.length, vusByThread };
}

/** The numbers of a thread's VUs. Threads are dealt slots in turn, which is how a share is split. */
function numberVus(share: Share, { slots, threads, thread }: { slots: number; threads: number; thread: number }) {
  const inInstance = Share.whole.split(threads)[thread]!;
  const inTest = share.split(threads)[thread]!;
  const own = Array.from({ length: inInstance.scale(slots) }, (_, index) => index);
  return {
    idsInInstance: own.map((index) => inInstance.at(index) + 1),
    idsInTest: own.map((index) => inTest.at(index) + 1),
  };
}
