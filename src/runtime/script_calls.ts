/** What a thread does with a script besides iterating: init code, `setup`, `teardown`, `handleSummary`. */

import type { Phase } from "../api/mod.ts";
import { ExitCode, SquallError } from "../base/mod.ts";
import { formatException } from "../script/mod.ts";
import type { ThreadServices } from "./thread_services.ts";
import { UnhandledRejection } from "./unhandled_rejection.ts";
import { Vu } from "./vu.ts";

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
  const hint = id === 0 ? EXCEPTION : `error while initializing VU #${id} (${EXCEPTION})`;
  return new Promise((resolve, reject) => {
    vu.aborted = reject;
    vu.initialise((outcome) => {
      if (outcome.ok) resolve(vu);
      else reject(scriptError(outcome.error, hint));
    });
  });
}

/** k6's hint where the script is to blame. */
const EXCEPTION = "script exception";

/** A call of one of the script's functions outside iterations. */
export interface ScriptCall {
  readonly phase: Exclude<Phase, "init" | "iteration">;
  /** The exported function. */
  readonly name: "setup" | "teardown" | "handleSummary";
  readonly argument: unknown;
  /** Milliseconds; for ever if absent. */
  readonly timeout?: number;
  /** Ends the call when it is aborted. */
  readonly signal?: AbortSignal;
}

/**
 * Calls a function of the script and waits until everything that it has set going is over.
 *
 * @param services What the VU shares with the others of its thread.
 * @param vu A VU that does nothing else.
 * @param call What to call.
 * @returns What the function returned.
 * @throws {SquallError} `SCRIPT_EXCEPTION` when it throws, `SCRIPT_TIMEOUT` when it takes too long, `ABORTED` when its
 *   signal is aborted.
 */
export async function callScript(services: ThreadServices, vu: Vu, call: ScriptCall): Promise<unknown> {
  const { timeout, signal } = call;
  if (signal?.aborted) throw abortedError(call);
  setTags(services, vu, call);
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const giveUp = (error: SquallError): void => {
    vu.interrupt();
    reject(error);
  };
  const aborted = (): void => giveUp(abortedError(call));
  // Not from within the call of the script that asks for it.
  vu.aborted = (error) => void services.timers.after(() => giveUp(error), 0);
  const timer = timeout === undefined ? undefined : services.timers.after(() => giveUp(timeoutError(call)), timeout);
  signal?.addEventListener("abort", aborted);
  const body = vu.exported(call.name)!;
  vu.start(call.phase, () => body(call.argument), (outcome) => {
    if (outcome.ok) resolve(outcome.value);
    else reject(scriptError(outcome.error, EXCEPTION));
  });
  try {
    return await promise;
  } finally {
    if (timer !== undefined) services.timers.cancel(timer);
    signal?.removeEventListener("abort", aborted);
    addBytes(services, vu);
  }
}

function abortedError({ name }: ScriptCall): SquallError {
  return new SquallError("ABORTED", `${name}() was interrupted`);
}

function setTags({ registry, options }: ThreadServices, vu: Vu, { name }: ScriptCall): void {
  const tags = registry.tags(options.tags);
  // In k6, only what is run as a group has one.
  vu.baseTags = options.systemTags.has("group") && name !== "handleSummary" ? tags.with("group", `::${name}`) : tags;
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

function scriptError(thrown: unknown, hint: string): SquallError {
  if (thrown instanceof SquallError) return thrown;
  return new SquallError("SCRIPT_EXCEPTION", formatThrown(thrown), {
    exitCode: ExitCode.ScriptException,
    cause: thrown,
    // As in k6, where rejected promises come without a hint.
    ...(thrown instanceof UnhandledRejection ? {} : { hint }),
  });
}

function timeoutError({ name, timeout }: ScriptCall): SquallError {
  const exitCodes = {
    setup: ExitCode.SetupTimeout,
    teardown: ExitCode.TeardownTimeout,
    handleSummary: ExitCode.GenericTimeout,
  };
  const seconds = (timeout ?? 0) / 1000;
  return new SquallError("SCRIPT_TIMEOUT", `${name}() execution timed out after ${seconds} seconds`, {
    exitCode: exitCodes[name],
    hint: `You can increase the time limit via the ${name}Timeout option`,
  });
}
