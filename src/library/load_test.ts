/** Load tests that are written in the program that runs them: k6's executors, thresholds and summary, without a script. */

import { ExitCode, SquallError } from "../base/mod.ts";
import { runFunctions, type RunOptions, type SummaryData, type TestResult } from "../engine/mod.ts";
import type { HostedFunction, HostedFunctions } from "../runtime/mod.ts";
import { createLoadTestVu, type LoadTestVu, type MetricSpecs, readMetricSpec } from "./load_test_vu.ts";

/**
 * A function that VUs run. It may be `async`: its iteration lasts until its promise is settled and everything that the
 * VU has opened is closed.
 *
 * @param vu The VU.
 * @param data A copy of what `setup` returned, one for each VU.
 */
export type VuFunction<Data, Specs extends MetricSpecs> = (vu: LoadTestVu<Specs>, data: Data) => unknown;

/** A load test: what a script exports, as an object. */
export interface LoadTest<Data = undefined, Specs extends MetricSpecs = MetricSpecs> {
  /** k6's options: `vus`, `duration`, `iterations`, `scenarios`, `thresholds` and so on, checked as those of scripts. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Custom metrics by name; thresholds can name them, `vu.metrics` has them. */
  readonly metrics?: Specs;
  /** Runs once, before the first iteration, on a VU of its own. What it returns has to be what JSON can hold. */
  readonly setup?: (vu: LoadTestVu<Specs>) => Data | Promise<Data>;
  /** What VUs run whose scenario names no other function. */
  readonly default?: VuFunction<Data, Specs>;
  /** Runs once, after the last iteration, also when the test was stopped. */
  readonly teardown?: (vu: LoadTestVu<Specs>, data: Data) => unknown;
  /** Makes something else of the summary: contents by file name; `stdout` and `stderr` go to the `text` of the result. */
  readonly handleSummary?: (data: SummaryData) => unknown;
  /** Functions that `exec` of a scenario names. */
  readonly [exec: string]: VuFunction<Data, Specs> | object | undefined;
}

/** How to run a load test; everything is optional. */
export interface LoadTestSettings extends Omit<RunOptions, "options" | "threads"> {
  /** What VUs see as `env`. Default: empty. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Members of a load test that are not functions. */
const DATA_MEMBERS: readonly string[] = ["options", "metrics"];

/**
 * Runs a load test in this process and this thread: as many VUs as you like, on one event loop.
 *
 * The rules are those of k6 and of its scripts; what differs is said at {@linkcode LoadTestVu}. When the promise is
 * fulfilled nothing is left open, so that it can be used under `deno test` with its sanitizers.
 *
 * @param test What to run.
 * @param settings How to run it. Its `signal` stops the test when it is aborted: iterations are interrupted, `teardown`
 * and the summary follow.
 * @returns What came of it. A test that fails does not reject: look at `passed`.
 *
 * @example A load test among the unit tests
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { loadTest } from "@squall/squall";
 *
 * await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
 *   const { socket, response } = Deno.upgradeWebSocket(request);
 *   socket.onmessage = ({ data }) => socket.send(data);
 *   return response;
 * });
 *
 * const result = await loadTest({
 *   options: { vus: 5, iterations: 20, thresholds: { round_trip: ["p(95)<1000"], checks: ["rate==1"] } },
 *   metrics: { round_trip: { type: "trend", contains: "time" } },
 *   default(vu) {
 *     const ws = new vu.WebSocket(`ws://127.0.0.1:${server.addr.port}`);
 *     let sent = 0;
 *     ws.onopen = () => {
 *       sent = performance.now();
 *       ws.send("hello");
 *     };
 *     ws.onmessage = ({ data }) => {
 *       vu.metrics.round_trip.add(performance.now() - sent);
 *       vu.check(data, { "the echo is right": (text) => text === "hello" });
 *       ws.close();
 *     };
 *   },
 * });
 * assert(result.passed, result.error);
 * assertEquals(result.summary?.metrics.ws_sessions?.values.count, 20);
 * ```
 */
export function loadTest<Data = undefined, const Specs extends MetricSpecs = MetricSpecs>(
  test: LoadTest<Data, Specs>,
  settings: LoadTestSettings = {},
): Promise<TestResult> {
  return runFunctions(hostedFunctions(test as unknown as LoadTest, settings.env ?? {}), settings);
}

function hostedFunctions(test: LoadTest, env: Readonly<Record<string, string>>): HostedFunctions {
  const specs = test.metrics ?? {};
  const functions = Object.entries(test).filter(([, member]) => typeof member === "function");
  return {
    options: test.options,
    env,
    metrics: Object.entries(specs).map(([name, spec]) => {
      const { type: kind, contains } = readMetricSpec(spec);
      return { name, kind, contains };
    }),
    names: functions.map(([name]) => name),
    check: () => checkMembers(test),
    create(vu, builtin): Record<string, HostedFunction> {
      const face = createLoadTestVu(vu, builtin, specs);
      return Object.fromEntries(functions.map(([name, member]) => [name, bind(name, member as AnyFunction, face)]));
    },
  };
}

type AnyFunction = (...args: unknown[]) => unknown;

function bind(name: string, run: AnyFunction, vu: LoadTestVu): HostedFunction {
  return name === "handleSummary" ? (data) => run(data) : (data) => run(vu, data);
}

/** A member that nothing is done with is most likely misspelt. */
function checkMembers(test: LoadTest): void {
  const useless = Object.entries(test)
    .filter(([name, member]) => member !== undefined && typeof member !== "function" && !DATA_MEMBERS.includes(name))
    .map(([name]) => name);
  if (useless.length === 0) return;
  throw new SquallError("INVALID_LOAD_TEST", `Neither a function nor options nor metrics: ${useless.join(", ")}`, {
    exitCode: ExitCode.InvalidConfig,
    hint: "A load test has options, metrics, setup, default, teardown, handleSummary, and functions that exec names",
  });
}
