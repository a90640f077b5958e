/** The two functions of a script that run once, before and after everything else, and the data that one hands on. */

import { ExitCode, type ExitCodeValue } from "../base/mod.ts";
import type { HostingThread } from "../runtime/mod.ts";
import type { PreparedTest } from "./prepared_test.ts";

/** What {@linkcode SetupTeardown} needs of the run. */
export interface SetupTeardownHost {
  /** The thread to run them on. */
  thread(): HostingThread;
  /** Settles when the thread can be asked for something; fails where that will not be. */
  ready(): Promise<void>;
  /** The thread is asked for something now that may take so many milliseconds. */
  begin(name: string, exitCode: ExitCodeValue, limit: number): unknown;
}

/** See the top of this file. */
export class SetupTeardown {
  readonly #test: PreparedTest;
  readonly #host: SetupTeardownHost;
  #data: string | undefined;
  /** What was asked for last, settled or not; never fails. */
  #last: Promise<unknown> = Promise.resolve();

  /**
   * @param test The test, with its exports and options.
   * @param host What is needed of the run.
   */
  constructor(test: PreparedTest, host: SetupTeardownHost) {
    this.#test = test;
    this.#host = host;
  }

  /** What `setup` returned, as JSON. */
  get data(): string | undefined {
    return this.#data;
  }

  /** Puts other data in the place of what `setup` returned. */
  set data(json: string | undefined) {
    this.#data = json;
  }

  /** Whether the run calls `setup` by itself. */
  get runsSetup(): boolean {
    const { init, options } = this.#test;
    return !options.noSetup && init.functions.includes("setup");
  }

  /** Whether the run calls `teardown` by itself. */
  get runsTeardown(): boolean {
    const { init, options } = this.#test;
    return !options.noTeardown && init.functions.includes("teardown");
  }

  /** Runs `setup`, where there is one, and keeps what it returns. */
  setUp(): Promise<void> {
    return this.#inTurn(async () => {
      const { init, options: { setupTimeout: timeout } } = this.#test;
      if (!init.functions.includes("setup")) return;
      this.#host.begin("setup()", ExitCode.SetupTimeout, timeout);
      this.#data = await this.#host.thread().request("setup", { timeout });
    });
  }

  /** Runs `teardown`, where there is one. */
  tearDown(): Promise<void> {
    return this.#inTurn(async () => {
      const { init, options: { teardownTimeout: timeout } } = this.#test;
      if (!init.functions.includes("teardown")) return;
      this.#host.begin("teardown()", ExitCode.TeardownTimeout, timeout);
      await this.#host.thread().request("teardown", { timeout, setupData: this.#data });
    });
  }

  /** One after the other, whoever asks: the run, or an operator. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(() => this.#host.ready()).then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}
