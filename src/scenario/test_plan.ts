/** Planning: how many VUs a test needs, for how long, and which thread hosts how many of each scenario. */

import type { ThreadWork, VuDemand, Work } from "./executor_kind.ts";
import { kindOf } from "./executor_kinds.ts";
import type { TestOptions } from "./option_values.ts";
import type { Scenario } from "./scenario.ts";
import { divide, Share, type ShareData } from "./share.ts";
import { assignSlots, type ScenarioDemands, type ThreadSlots } from "./vu_slots.ts";

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
  /** The VUs of this thread; the iterations as for the machine. */
  readonly work: ThreadWork;
}

/** What one thread of this machine does. */
export interface ThreadPlan {
  /** The VUs to initialise on this thread before the test, by the numbers that they have on this machine, from 1. */
  readonly idsInInstance: readonly number[];
  /** The numbers that the same VUs have in the whole test, from 1. */
  readonly idsInTest: readonly number[];
  /** VUs at most, with those that are initialised during the test: these get the next numbers of the machine. */
  readonly maxVus: number;
  /** How VUs are numbered in the whole test: `new Share(vuNumbering).at(idInInstance - 1) + 1`. */
  readonly vuNumbering: ShareData;
  /** The scenarios that it takes part in. */
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
  /** Milliseconds until the last scenario that ends by itself is over at the latest, graceful stops included. */
  readonly maxDuration: number;
  /** Whether there is a scenario that goes on until somebody stops it. */
  readonly isEndless: boolean;
  /** What each of its threads does. */
  readonly threads: readonly ThreadPlan[];
}

/**
 * Plans a test.
 *
 * A VU is a slot that scenarios use one after the other, as {@linkcode assignSlots} deals them out. So the planned VUs
 * are as few as k6's (the most that are ever needed at once), every scenario is spread evenly, and VU numbers have no
 * gaps.
 *
 * @param options The options of the test.
 * @param threads How many threads host the VUs, at least one.
 * @returns The plan.
 */
export function planTest(options: TestOptions, threads: number): TestPlan {
  const share = Share.of(options.executionSegment, options.executionSegmentSequence);
  const scenarios = options.scenarios.map((scenario) => {
    const kind = kindOf(scenario);
    const work = kind.work(scenario, share);
    const demands = kind.demands(scenario, work, share);
    return { scenario, work, demands, startTime: scenario.startTime, numbering: kind.numbering(scenario, share) };
  });
  const slots = assignSlots(scenarios, threads);
  const ends = scenarios.filter(({ demands }) => demands.length > 0).map(latestEnd);
  return {
    scenarios: scenarios.map(({ scenario, work, numbering }) => ({ scenario, work, numbering: numbering.data })),
    fraction: share.fraction,
    plannedVus: sum(slots.map(({ planned }) => planned)),
    maxVus: sum(slots.map(({ most }) => most)),
    // Where nothing has any VUs, the test is over when the first scenario would begin.
    maxDuration: Math.max(scenarios[0]?.startTime ?? 0, ...ends.filter(Number.isFinite)),
    isEndless: ends.includes(Infinity),
    threads: planThreads(scenarios, slots, share),
  };
}

/** Milliseconds from the start of the test until a scenario has given all VUs back. */
function latestEnd({ startTime, demands }: ScenarioDemands): number {
  return demands.reduce((latest, { to }) => Math.max(latest, startTime + to), startTime);
}

/** A scenario with what the machine has to do of it. */
interface PlannedScenario {
  readonly scenario: Scenario;
  readonly work: Work;
  readonly demands: readonly VuDemand[];
  readonly numbering: Share;
}

function planThreads(scenarios: readonly PlannedScenario[], slots: readonly ThreadSlots[], share: Share): ThreadPlan[] {
  const ids = numberVus(slots);
  const divisions = scenarios.map((_, index) => divide(slots.map(({ places }) => places[index]!.length)));
  return slots.map(({ most, places }, thread) => ({
    idsInInstance: ids[thread]!,
    idsInTest: ids[thread]!.map((id) => share.at(id - 1) + 1),
    maxVus: most,
    vuNumbering: share.data,
    scenarios: scenarios.flatMap(({ scenario, work, demands, numbering }, index): ThreadScenario[] => {
      const own = places[index]!;
      if (own.length === 0 && kindOf(scenario).isOpen !== true) return [];
      const vus = own.filter((place) => !demands[place]!.late).length;
      const part = { machine: work, share: numbering.data, places: own, thread: divisions[index]![thread]! };
      return [{ index, scenario, work: { ...work, vus, maxVus: own.length, ...part } }];
    }),
  }));
}

/** The numbers of all planned VUs, by thread. Threads are dealt numbers in turn, as long as they have VUs to number. */
function numberVus(slots: readonly ThreadSlots[]): number[][] {
  const ids = slots.map((): number[] => []);
  const most = Math.max(...slots.map(({ planned }) => planned));
  let last = 0;
  for (let turn = 0; turn < most; turn++) {
    slots.forEach(({ planned }, thread) => {
      if (turn < planned) ids[thread]!.push(++last);
    });
  }
  return ids;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
