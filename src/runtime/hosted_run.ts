/** One run in a thread, from the moment its options are known: its VUs, its executors, its metrics. */

import { type Clock, SquallError, type TimerQueue } from "../base/mod.ts";
import { type MetricsDelta, Registry } from "../metrics/mod.ts";
import type { ControlChange } from "../scenario/mod.ts";
import {
  type CreateHttpClient,
  type CreateTransport,
  type HttpClient,
  NetworkPolicy,
  TlsSettings,
  type Transport,
  TRANSPORT_NAMES,
  type TransportHost,
  type TransportName,
} from "../transport/mod.ts";
import { InitCollection } from "./init_collection.ts";
import { IteratingVu } from "./iterating_vu.ts";
import { LagProbe } from "./lag_probe.ts";
import type { HostedCode } from "./loaded_script.ts";
import type { RunQueue } from "./run_queue.ts";
import { ScenarioRun } from "./scenario_run.ts";
import { callScript, createVu, type ScriptCall } from "./script_calls.ts";
import { ThreadCounters } from "./shared_counters.ts";
import { SharedData } from "./shared_data.ts";
import { LateStarts, type ThreadHealth } from "./thread_health.ts";
import type { RunStart, ThreadConfiguration } from "./thread_protocol.ts";
import type { ThreadServices } from "./thread_services.ts";
import { VuPool } from "./vu_pool.ts";

/** What a thread brings to a run. */
export interface RunSurroundings {
  readonly clock: Clock;
  readonly timers: TimerQueue;
  readonly queue: RunQueue;
  /** There for programs that connect. */
  readonly createTransport: CreateTransport | undefined;
  /** There for programs that send HTTP requests. */
  readonly createHttpClient: CreateHttpClient | undefined;
  /** Sends what was measured to the main thread, before its time. */
  report(delta: MetricsDelta): void;
  warnOnce(message: string): void;
  /** Takes an error that is a defect of squall. */
  reportDefect(error: unknown): void;
}

/** What many VUs read, none may change. */
function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/** How long VUs are made without a break, in milliseconds: meanwhile the thread neither reports nor takes messages. */
const INITIALISE_MS = 50;

/** The transport that a script's params name. */
function transportName(name: string | undefined): TransportName | undefined {
  if (name === undefined) return undefined;
  const known = TRANSPORT_NAMES.find((each) => each === name);
  if (known !== undefined) return known;
  throw new SquallError("UNKNOWN_TRANSPORT", `unknown transport '${name}': there are ${TRANSPORT_NAMES.join(" and ")}`);
}

// Taken here, because no script can see the runtime's names.
const { AbortController } = globalThis;

/** See the top of this file. */
export class HostedRun implements Disposable {
  readonly #configuration: ThreadConfiguration;
  readonly #surroundings: RunSurroundings;
  readonly #registry: Registry;
  readonly #services: ThreadServices;
  readonly #counters: ThreadCounters;
  readonly #pool = new VuPool();
  readonly #transports = new Map<string, Transport>();
  readonly #clients: HttpClient[] = [];
  readonly #host: TransportHost;
  readonly #stopping = new AbortController();
  readonly #probe: LagProbe;
  readonly #lateStarts = new LateStarts();
  #scenarios: ScenarioRun | undefined;

  /**
   * @param script The script.
   * @param configuration What the main thread has decided.
   * @param surroundings What the thread brings.
   */
  constructor(script: HostedCode, configuration: ThreadConfiguration, surroundings: RunSurroundings) {
    this.#configuration = configuration;
    this.#surroundings = surroundings;
    this.#counters = new ThreadCounters(configuration.counters, configuration.thread);
    this.#probe = new LagProbe(surroundings.clock, surroundings.timers);
    const { clock, timers, reportDefect } = surroundings;
    const { maxSockets, options } = configuration;
    this.#host = { clock, timers, reportDefect, ...(maxSockets && { maxSockets }) };
    this.#registry = this.#createRegistry();
    const data = new SharedData(configuration.sharedArrays);
    this.#services = script.services({
      registry: this.#registry,
      options: configuration.options,
      run: {
        counters: this.#counters,
        vuNumbering: configuration.plan.vuNumbering,
        options: deepFreeze(configuration.scriptOptions),
      },
      files: script.openFiles({ paths: configuration.openedFiles, shared: configuration.sharedFiles }),
      policy: new NetworkPolicy(configuration.network),
      tls: new TlsSettings(configuration.tls),
      transport: (name) => this.#transport(transportName(name) ?? configuration.transport),
      httpClient: (settings) => {
        const client = surroundings.createHttpClient!(this.#host, settings);
        this.#clients.push(client);
        return client;
      },
      claimRequest: () => this.#counters.claimRequest(options.http.rps, clock.epoch()),
      sharedArray: (name, create) => data.get(name, create),
    });
  }

  /** Makes the VUs of the plan, one after the other: each may run a long init code. */
  async initialise(): Promise<void> {
    const { idsInInstance } = this.#configuration.plan;
    const { clock, queue } = this.#surroundings;
    const collection = new InitCollection();
    let began = clock.now();
    for (const id of idsInInstance) {
      if (clock.now() - began > INITIALISE_MS) {
        collection.look();
        await new Promise<void>((resolve) => queue.add(resolve));
        began = clock.now();
      }
      this.#pool.add(await this.#createVu(id));
    }
  }

  /** Runs the executors. */
  async run({ startEpoch, setupData, load }: RunStart): Promise<void> {
    for (const vu of this.#pool.all) vu.setSetupData(setupData);
    const { clock, queue } = this.#surroundings;
    const { plan, plannedVus } = this.#configuration;
    const createVu = async (): Promise<IteratingVu> => {
      const vu = await this.#createVu(plannedVus + this.#counters.claimLateVu());
      vu.setSetupData(setupData);
      this.#pool.addLent(vu);
      return vu;
    };
    this.#scenarios = new ScenarioRun({
      plan,
      services: this.#services,
      pool: this.#pool,
      queue,
      counters: this.#counters,
      lateStarts: this.#lateStarts,
      createVu,
    });
    if (load !== undefined) this.#scenarios.control(load);
    this.#probe.start();
    await this.#scenarios.start(clock.now() - Math.max(0, clock.epoch() - startEpoch), startEpoch);
    this.#probe.stop();
  }

  /** Ends `setup` or the executors now. Whatever is called later runs to its end. */
  stop(): void {
    this.#stopping.abort();
    this.#scenarios?.stop();
  }

  /** Changes the load of the scenario that can be controlled; tells whether there is one here. */
  control(change: ControlChange): boolean {
    return this.#scenarios?.control(change) ?? false;
  }

  /** Calls a function of the script on a VU that is made for it, as k6 does. */
  async call(call: ScriptCall): Promise<unknown> {
    const vu = await createVu(this.#services, 0);
    const signal = call.phase === "setup" ? this.#stopping.signal : undefined;
    try {
      return await callScript(this.#services, vu, { ...call, ...(signal && { signal }) });
    } finally {
      // This VU sends no request any more.
      vu.network.closeIdle();
    }
  }

  /** What was measured since the last call. */
  drain(): MetricsDelta | undefined {
    for (const vu of this.#pool.all) vu.addPassedBytes();
    return this.#registry.drain();
  }

  /** The numbers of this thread. */
  get counters(): ThreadCounters {
    return this.#counters;
  }

  /** How it keeps up, since the last call. */
  health(): ThreadHealth {
    const load = { open: 0, waiting: 0, waitingBytes: 0, refused: 0 };
    for (const transport of this.#transports.values()) {
      const { open, waiting, waitingBytes, refused } = transport.load();
      load.open += open;
      load.waiting += waiting;
      load.waitingBytes += waitingBytes;
      load.refused += refused;
    }
    return { lags: this.#probe.take(), ...this.#lateStarts.take(), load };
  }

  /** Closes what connections have left behind. No VU runs any more. */
  [Symbol.dispose](): void {
    for (const client of this.#clients) client.closeIdle();
    for (const transport of this.#transports.values()) transport.dispose();
  }

  async #createVu(id: number): Promise<IteratingVu> {
    const vu = new IteratingVu(await createVu(this.#services, id), this.#services);
    this.#counters.addInitialized();
    return vu;
  }

  #createRegistry(): Registry {
    const { clock, report, warnOnce } = this.#surroundings;
    return new Registry({
      samples: this.#configuration.keepsSamples
        ? { now: () => clock.epoch(), full: () => report(this.#registry.drain()!) }
        : undefined,
      views: this.#configuration.views,
      onManySeries: (count) =>
        warnOnce(
          `The test has generated metrics with ${count} unique time series, which is higher than the suggested limit ` +
            "and could cause high memory usage. Consider not using high-cardinality values like unique IDs as tags.",
        ),
      onBreakdownFull: ({ by }) =>
        warnOnce(`There are too many different values of ${by.join(", ")}: new ones count in the totals only`),
    });
  }

  #transport(name: TransportName): Transport {
    const known = this.#transports.get(name);
    if (known !== undefined) return known;
    const transport = this.#surroundings.createTransport!(name, this.#host);
    this.#transports.set(name, transport);
    const { limitations } = transport;
    if (limitations.length > 0) {
      this.#surroundings.warnOnce(`The transport ${name} cannot do everything: ${limitations.join("; ")}`);
    }
    return transport;
  }
}
