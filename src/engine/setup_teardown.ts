/** The two functions of a script that run once, before and after everything else, and the data that one hands on. */

import { ExitCode, type ExitCodeValue } from "../base/mod.ts";
import type { HostingThread } from "../runtime/mod.ts";
import type { PreparedTest } from "./prepared_test.ts";

/** What {@linkcode SetupTeardown} needs of the run. */
export interface SetupTeardownHost {
  /** The thread to run them on. */
  thread(): HostingThread;
  /** The thread is asked for something now that may take so many milliseconds. */
  begin(name: string, exitCode: ExitCodeValue, limit: number): void;
}

/** See the top of this file. */
export class SetupTeardown {
  readonly #test: PreparedTest;
  readonly #host: SetupTeardownHost;
  #data: string | undefined;

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

  /** Runs `setup`, and keeps what it returns. */
  async setUp(): Promise<void> {
    const { setupTimeout: timeout } = this.#test.options;
    this.#host.begin("setup()", ExitCode.SetupTimeout, timeout);
    this.#data = await this.#host.thread().request("setup", { timeout });
  }

  /** Runs `teardown`. */
  async tearDown(): Promise<void> {
    const { teardownTimeout: timeout } = this.#test.options;
    this.#host.begin("teardown()", ExitCode.TeardownTimeout, timeout);
    await this.#host.thread().request("teardown", { timeout, setupData: this.#data });
  }
}
