/** What a VU is told when it is lent to a scenario. */

import type { ScenarioStages } from "../api/mod.ts";
import type { Scenario, Share } from "../scenario/mod.ts";
import type { ThreadCounters } from "./shared_counters.ts";

/** The scenario that a VU works for, and its place in the shared counters. */
export interface Assignment {
  readonly scenario: Scenario;
  readonly index: number;
  readonly counters: ThreadCounters;
  /** Its stages and where they are now, where it has some. */
  stages(): ScenarioStages | undefined;
  /** When it began, in milliseconds since the Unix epoch. */
  startTime(): number;
  /** How far it has come, from 0 to 1. */
  progress(): number;
  /** How its iterations are numbered in the whole test. */
  readonly numbering: Share;
}
