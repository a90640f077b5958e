/** Where a VU is in its scenario, for `k6/execution`: numbers that are counted only for VUs whose script can ask. */

import type { ScenarioFacts } from "../api/mod.ts";
import type { Assignment } from "./assignment.ts";
import type { IterationFacts } from "./vu_execution.ts";

/** See the top of this file. */
export class IterationPlace implements IterationFacts {
  iterationInInstance = 0;
  iterationInScenario = 0;
  /** By the position of the scenario: a VU that comes back to one goes on counting, as in k6. */
  readonly #nextInScenario: number[] = [];
  #assignment: Assignment | undefined;
  #number = 0;
  readonly scenario: ScenarioFacts;

  constructor() {
    this.scenario = scenarioFacts(() => this.#assignment!, () => this.#number);
  }

  /**
   * An iteration begins.
   *
   * @param assignment For which scenario.
   * @param iterationInInstance How many the VU has begun before.
   */
  begin(assignment: Assignment, iterationInInstance: number): void {
    const { index, counters } = assignment;
    this.#assignment = assignment;
    this.iterationInInstance = iterationInInstance;
    this.iterationInScenario = this.#nextInScenario[index] ?? 0;
    this.#nextInScenario[index] = this.iterationInScenario + 1;
    this.#number = counters.claimIterationNumber(index);
  }
}

function scenarioFacts(assignment: () => Assignment, number: () => number): ScenarioFacts {
  return {
    get name(): string {
      return assignment().scenario.name;
    },
    get executor(): string {
      return assignment().scenario.executor;
    },
    get startTime(): number {
      return assignment().startTime();
    },
    get progress(): number {
      return assignment().progress();
    },
    get iterationInInstance(): number {
      return number();
    },
    get iterationInTest(): number {
      return assignment().numbering.at(number());
    },
  };
}
