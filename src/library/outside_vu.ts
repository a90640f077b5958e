/**
 * VUs outside a runner: every socket is the one iteration of a VU of its own, which ends with it. All of them share the
 * clock, the timers and the transports of this thread.
 */

import process from "node:process";
import { createModule, loadCookieLibrary } from "../api/mod.ts";
import { SquallError, SystemClock, TimerQueue } from "../base/mod.ts";
import { logToConsole } from "../engine/mod.ts";
import { Registry } from "../metrics/mod.ts";
import { PlainPausing, type ThreadServices, Vu } from "../runtime/mod.ts";
import { loadTransports, TRANSPORT_NAMES } from "../transport/mod.ts";
import { type ConnectionOptions, readConnectionOptions } from "./connection_options.ts";
import { QuietTransport } from "./quiet_transport.ts";

const clock = new SystemClock();
const timers = new TimerQueue(clock);
const transports = new Map<string, QuietTransport>();
const warned = new Set<string>();
// Constructors cannot wait: what they need is there before anybody can call them.
const [createTransport] = await Promise.all([loadTransports(), loadCookieLibrary()]);

/** The time of everything outside a runner. */
export const outsideClock: SystemClock = clock;

/** What a VU outside a runner is made with. */
export interface OutsideVuOptions {
  /** Where its samples go. */
  readonly registry?: Registry | undefined;
  /** Tags of its samples. */
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** k6's options for its connection. */
  readonly options?: ConnectionOptions | undefined;
}

/**
 * Makes a VU outside a runner.
 *
 * @param options What it is made with.
 * @throws {SquallError} `INVALID_OPTIONS` when the options of the connection are wrong.
 */
export function createOutsideVu({ registry = new Registry(), tags = {}, options }: OutsideVuOptions = {}): Vu {
  const settings = readConnectionOptions(options);
  return new Vu({
    clock,
    timers,
    registry,
    code: {
      createPausing: (host) => new PlainPausing(host),
      instantiate: () => ({ evaluating: undefined, evaluate: () => ({}) }),
    },
    env: {},
    files: { read: refuse, share: refuse },
    promises: PROMISES,
    transport,
    httpClient: refuse,
    claimRequest: () => 0,
    sharedArray: refuse,
    log: logToConsole,
    warnOnce,
    run: undefined,
    askSecret: refuse,
    abort: refuse,
    markAsFailed: refuse,
    ...settings,
    options: { ...settings.options, tags },
  }, 0);
}

/**
 * Makes a k6 module for a VU.
 *
 * @param vu The VU.
 * @param specifier The module.
 */
export function outsideModule(vu: Vu, specifier: string): Record<string, unknown> {
  return createModule(vu, specifier);
}

/**
 * Begins the one iteration of a VU.
 *
 * @param vu The VU.
 * @param body Opens what the iteration lasts as long as.
 * @param finished Called when it is closed.
 * @returns What the body returned.
 * @throws What the body threw.
 */
export function beginIteration<Result>(vu: Vu, body: () => Result, finished: () => void): Result {
  let outcome: { readonly value: Result } | { readonly error: unknown } | undefined;
  vu.start("iteration", () => {
    try {
      outcome = { value: body() };
    } catch (error) {
      outcome = { error };
    }
  }, (end) => {
    finished();
    // What a handler has thrown is an uncaught exception, as everywhere on the platform.
    if (!end.ok) reportError(end.error);
  });
  if (outcome !== undefined && "value" in outcome) return outcome.value;
  throw outcome?.error;
}

/** Promises are the platform's business here; events only have to leave room for what waits for them. */
const PROMISES: ThreadServices["promises"] = {
  call: (loop, receiver, kind, data, time) => loop.call(receiver, kind, data, time),
  // A tick that is asked for within a microtask runs when the queue of microtasks is empty.
  afterMicrotasks: (callback) => queueMicrotask(() => process.nextTick(callback)),
  afterRejections: (callback) => queueMicrotask(callback),
};

/** Fulfilled when nothing is left of the connections that are over. */
export async function outsideIdle(): Promise<void> {
  await Promise.all([...transports.values()].map((each) => each.idle()));
}

function transport(name = "wire"): QuietTransport {
  const known = transports.get(name);
  if (known !== undefined) return known;
  const wanted = TRANSPORT_NAMES.find((each) => each === name);
  if (wanted === undefined) {
    throw new SquallError(
      "UNKNOWN_TRANSPORT",
      `unknown transport '${name}': there are ${TRANSPORT_NAMES.join(" and ")}`,
    );
  }
  const host = { clock, timers, reportDefect: (error: unknown) => reportError(error) };
  const made = new QuietTransport(createTransport(wanted, host));
  transports.set(name, made);
  return made;
}

function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  logToConsole({ level: "warning", message, time: clock.epoch() });
}

function refuse(): never {
  throw new Error("There is no init context outside a runner");
}
