/** Gives every VU that a test needs a slot: which thread it lives on, and whether it is made before the test. */

import { MinHeap } from "../base/mod.ts";
import type { VuDemand } from "./executor_kind.ts";

/** What one scenario needs. */
export interface ScenarioDemands {
  /** Milliseconds from the start of the test. */
  readonly startTime: number;
  readonly demands: readonly VuDemand[];
}

/** What one thread hosts. */
export interface ThreadSlots {
  /** VUs that it needs before the test. */
  readonly planned: number;
  /** VUs that it has at most. */
  readonly most: number;
  /** For each scenario, the numbers of the demands that it meets, in rising order. */
  readonly places: readonly (readonly number[])[];
}

/** Milliseconds that a demand takes at least: a scenario of no length has its VUs all the same, for a moment. */
const MOMENT = 0.001;

/** A demand with its place in the test. */
interface Booking {
  readonly scenario: number;
  readonly place: number;
  /** Milliseconds from the start of the test. */
  readonly from: number;
  readonly to: number;
  readonly late: boolean;
  slot: number;
}

/**
 * Assigns slots. In the order of time each demand takes the lowest slot that is free, so there are as few slots as
 * demands at any one moment, as in k6; slot n lives on thread n modulo the number of threads, so every scenario is
 * spread evenly.
 *
 * @param scenarios In the order in which they take slots at the same moment.
 * @param threads How many threads there are.
 * @returns What each of them hosts.
 */
export function assignSlots(scenarios: readonly ScenarioDemands[], threads: number): ThreadSlots[] {
  const bookings = scenarios.flatMap(({ startTime, demands }, scenario) =>
    demands.map(({ from, to, late }, place): Booking => (
      { scenario, place, from: startTime + from, to: startTime + Math.max(to, from + MOMENT), late, slot: 0 }
    ))
  );
  const slots = bookSlots(bookings);
  const byThread = Array.from({ length: threads }, (): Booking[] => []);
  for (const booking of bookings) byThread[booking.slot % threads]!.push(booking);
  return byThread.map((own, thread) => {
    const places = scenarios.map((): number[] => []);
    for (const { scenario, place } of own) places[scenario]!.push(place);
    return { planned: mostPlanned(own), most: Math.max(0, Math.ceil((slots - thread) / threads)), places };
  });
}

/** Gives each booking its slot, and returns how many slots there are. */
function bookSlots(bookings: readonly Booking[]): number {
  const starts = [...bookings].sort((a, b) => a.from - b.from || a.scenario - b.scenario || a.place - b.place);
  const ends = [...bookings].sort((a, b) => a.to - b.to);
  const free = new MinHeap();
  let slots = 0;
  let ended = 0;
  for (const booking of starts) {
    // Whoever ends at this moment makes room for whoever begins.
    while (ends[ended]!.to <= booking.from) free.push(ends[ended++]!.slot);
    booking.slot = free.pop() ?? slots++;
  }
  return slots;
}

/** The most VUs that are needed at one moment and have to be there before the test. */
function mostPlanned(bookings: readonly Booking[]): number {
  const planned = bookings.filter(({ late }) => !late);
  const changes = planned.flatMap(({ from, to }) => [{ time: from, change: 1 }, { time: to, change: -1 }]);
  changes.sort((a, b) => a.time - b.time || a.change - b.change);
  let needed = 0;
  let most = 0;
  for (const { change } of changes) most = Math.max(most, needed += change);
  return most;
}
