/** What a VU knows of its run, for `k6/execution`. */

import type { Execution, InstanceFacts, Pausing, ScenarioFacts } from "../api/mod.ts";
import { ExitCode, GoError, SquallError } from "../base/mod.ts";
import { Share } from "../scenario/mod.ts";
import type { RunFacts, ThreadServices } from "./thread_services.ts";

/** What a VU that iterates knows of its place. */
export interface IterationFacts {
  /** Iterations that the VU has begun before this one. */
  readonly iterationInInstance: number;
  readonly iterationInScenario: number;
  readonly scenario: ScenarioFacts;
}

/** The VU, as far as this has to do with it. */
export interface ExecutionOwner {
  readonly id: number;
  readonly pausing: Pausing;
  /** An exception as text with its position. */
  describe(error: unknown): string;
  /** Ends the run. */
  abort(error: SquallError): void;
}

const NOT_CONFIGURED = "What is asked of a run is there once it is configured";

/** See the top of this file. */
export class VuExecution implements Execution {
  /** Where the VU is, while it iterates. */
  place: IterationFacts | undefined;
  readonly #vu: ExecutionOwner;
  readonly #services: ThreadServices;
  readonly #instance: InstanceFacts;

  /**
   * @param vu The VU.
   * @param services What it shares with the others of its thread.
   */
  constructor(vu: ExecutionOwner, services: ThreadServices) {
    this.#vu = vu;
    this.#services = services;
    this.#instance = instanceFacts(services, () => this.#run);
  }

  get idInInstance(): number {
    return this.#vu.id;
  }

  get idInTest(): number {
    return this.#vu.id === 0 ? 0 : new Share(this.#run.vuNumbering).at(this.#vu.id - 1) + 1;
  }

  get iterationInInstance(): number {
    return this.place?.iterationInInstance ?? 0;
  }

  get iterationInScenario(): number {
    return this.place?.iterationInScenario ?? 0;
  }

  get scenario(): ScenarioFacts | undefined {
    return this.place?.scenario;
  }

  get instance(): InstanceFacts {
    return this.#instance;
  }

  get options(): unknown {
    return this.#run.options;
  }

  abort(message: string): unknown {
    const text = this.#vu.describe(new GoError(message)).replace(/^GoError: /, "");
    const error = new SquallError("SCRIPT_ABORTED", text, { exitCode: ExitCode.ScriptAborted });
    return this.#vu.pausing.block("test.abort()", () => this.#vu.abort(error));
  }

  markAsFailed(): void {
    this.#services.markAsFailed();
  }

  get #run(): RunFacts {
    const { run } = this.#services;
    if (run === undefined) throw new Error(NOT_CONFIGURED);
    return run;
  }
}

function instanceFacts({ clock }: ThreadServices, run: () => RunFacts): InstanceFacts {
  return {
    get iterationsInterrupted(): number {
      return run().counters.iterationsInterrupted;
    },
    get iterationsCompleted(): number {
      return run().counters.iterationsCompleted;
    },
    get vusActive(): number {
      return run().counters.vusActive;
    },
    get vusInitialized(): number {
      return run().counters.vusInitialized;
    },
    get currentTestRunDuration(): number {
      return Math.max(0, clock.epoch() - run().counters.began);
    },
  };
}
