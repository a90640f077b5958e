/** What a thread does with a script besides iterating: init code, `setup`, `teardown`, `handleSummary`. */

import type { Phase } from "../api/mod.ts";
import { ExitCode, formatDuration, SquallError } from "../base/mod.ts";
import { formatException } from "../script/mod.ts";
import type { ThreadServices } from "./thread_services.ts";
import { UnhandledRejection } from "./unhandled_rejection.ts";
import { type Outcome, Vu } from "./vu.ts";

/**
 * Makes a VU and runs its init code.
 *
 * @param services What the VU shares with the others of its thread.
 * @param id The VU's number; 0 for one that does not iterate.
 * @returns The VU, ready to call the script's functions.
 * @throws {SquallError} `SCRIPT_EXCEPTION` when the init code throws.
 */
export function createVu(services: ThreadServices, id: number): Promise<Vu> {
  const vu = new Vu(services, id);
  return new Promise((resolve, reject) => {
    vu.initialise((outcome) => {
      if (outcome.ok) resolve(vu);
      else reject(scriptError(outcome.error));
    });
  });
}

/** A call of one of the script's functions outside iterations. */
export interface ScriptCall {
  readonly phase: Exclude<Phase, "init" | "iteration">;
  /** The exported function. */
  readonly name: "setup" | "teardown" | "handleSummary";
  readonly argument: unknown;
  /** Milliseconds; for ever if absent. */
  readonly timeout?: number;
}

/**
 * Calls a function of the script and waits until everything that it has set going is over.
 *
 * @param services What the VU shares with the others of its thread.
 * @param vu A VU that does nothing else.
 * @param call What to call.
 * @returns What the function returned.
 * @throws {SquallError} `SCRIPT_EXCEPTION` when it throws, `SCRIPT_TIMEOUT` when it takes too long.
 */
export function callScript(services: ThreadServices, vu: Vu, call: ScriptCall): Promise<unknown> {
  const { registry, options } = services;
  const tags = registry.tags(options.tags);
  vu.baseTags = options.systemTags.has("group") ? tags.with("group", `::${call.name}`) : tags;
  return new Promise((resolve, reject) => {
    const timer = call.timeout === undefined ? undefined : services.timers.after(() => {
      vu.interrupt();
      reject(timeoutError(call));
    }, call.timeout);
    const finished = (outcome: Outcome): void => {
      if (timer !== undefined) services.timers.cancel(timer);
      if (outcome.ok) resolve(outcome.value);
      else reject(scriptError(outcome.error));
    };
    const body = vu.exported(call.name)!;
    vu.start(call.phase, () => body(call.argument), finished);
  }).finally(() => addBytes(services, vu));
}

function addBytes({ registry }: ThreadServices, vu: Vu): void {
  const { meter } = vu.network;
  registry.series(registry.builtIn("data_sent"), vu.baseTags).add(meter.sent);
  registry.series(registry.builtIn("data_received"), vu.baseTags).add(meter.received);
  meter.sent = meter.received = 0;
}

/**
 * What a script threw, as text with its stack.
 *
 * @param thrown What was thrown.
 * @returns k6's text.
 */
export function formatThrown(thrown: unknown): string {
  if (!(thrown instanceof UnhandledRejection)) return formatException(thrown);
  return `Uncaught (in promise) ${formatException(thrown.reason)}`;
}

function scriptError(thrown: unknown): SquallError {
  if (thrown instanceof SquallError) return thrown;
  return new SquallError("SCRIPT_EXCEPTION", formatThrown(thrown), {
    exitCode: ExitCode.ScriptException,
    cause: thrown,
  });
}

function timeoutError({ name, timeout }: ScriptCall): SquallError {
  const exitCodes = {
    setup: ExitCode.SetupTimeout,
    teardown: ExitCode.TeardownTimeout,
    handleSummary: ExitCode.GenericTimeout,
  };
  const seconds = formatDuration(timeout ?? 0);
  return new SquallError("SCRIPT_TIMEOUT", `${name}() execution timed out after ${seconds}`, {
    exitCode: exitCodes[name],
    hint: `Set ${name}Timeout in the options to give it more time`,
  });
}
