/** Scenarios: as they are given, and as a run reads them, validated and with defaults. */

/** The names of all executors. */
export type ExecutorName =
  | "shared-iterations"
  | "per-vu-iterations"
  | "constant-vus"
  | "ramping-vus"
  | "constant-arrival-rate"
  | "ramping-arrival-rate"
  | "externally-controlled";

/** A step of a ramp as it is given. */
export interface StageValues {
  /** How long it takes, in milliseconds. */
  readonly duration?: number;
  /** The number of VUs, or the rate, at the end of the stage. */
  readonly target?: number;
}

/** A step of a ramp as a run reads it. */
export interface Stage {
  /** How long it takes, in milliseconds; at 0 the load jumps. */
  readonly duration: number;
  /** The number of VUs, or the rate, at its end. */
  readonly target: number;
}

/** A scenario as it is given: every field optional but its executor. Durations are milliseconds. */
export interface ScenarioValues {
  /** The name of the executor. */
  readonly executor: string;
  /** From the end of setup to the start of the scenario, in milliseconds. */
  readonly startTime?: number;
  /** How long running iterations may go on after the regular end, in milliseconds. */
  readonly gracefulStop?: number;
  /** The exported function that VUs run. */
  readonly exec?: string;
  /** Variables for `__ENV`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Tags of the samples. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Settings of a browser; not used. */
  readonly options?: { readonly browser?: Readonly<Record<string, unknown>> };
  /** Virtual users. */
  readonly vus?: number;
  /** Iterations: all of them, or those of each VU. */
  readonly iterations?: number;
  /** Milliseconds until no iteration begins any more. */
  readonly maxDuration?: number;
  /** Milliseconds until no iteration begins any more. */
  readonly duration?: number;
  /** VUs before the first stage. */
  readonly startVUs?: number;
  /** The ramp. */
  readonly stages?: readonly StageValues[];
  /** How long the iterations of VUs that are taken away may go on, in milliseconds. */
  readonly gracefulRampDown?: number;
  /** Iterations per time unit. */
  readonly rate?: number;
  /** Iterations per time unit before the first stage. */
  readonly startRate?: number;
  /** The time unit of rates, in milliseconds. */
  readonly timeUnit?: number;
  /** VUs to initialise before the test. */
  readonly preAllocatedVUs?: number;
  /** VUs at most. */
  readonly maxVUs?: number;
}

/** What every scenario has. Durations are milliseconds. */
export interface ScenarioBase {
  /** The name of the scenario. */
  readonly name: string;
  /** From the end of setup to the start of the scenario. */
  readonly startTime: number;
  /** How long running iterations may go on after the regular end. */
  readonly gracefulStop: number;
  /** The exported function that VUs run. */
  readonly exec: string;
  /** Variables for `__ENV`. */
  readonly env: Readonly<Record<string, string>>;
  /** Tags of the samples. */
  readonly tags: Readonly<Record<string, string>>;
  /** VUs of the whole test, over all machines, that are there from the start. */
  readonly vus: number;
}

/** A fixed number of iterations, taken by whichever VU is free. */
export interface SharedIterationsScenario extends ScenarioBase {
  /** The name of the executor. */
  readonly executor: "shared-iterations";
  /** Iterations of the whole test, over all machines. */
  readonly iterations: number;
  /** Milliseconds until no iteration begins any more. */
  readonly maxDuration: number;
}

/** A fixed number of iterations for each VU. */
export interface PerVuIterationsScenario extends ScenarioBase {
  /** The name of the executor. */
  readonly executor: "per-vu-iterations";
  /** Iterations of each VU. */
  readonly iterations: number;
  /** Milliseconds until no iteration begins any more. */
  readonly maxDuration: number;
}

/** VUs that iterate for a fixed time. */
export interface ConstantVusScenario extends ScenarioBase {
  /** The name of the executor. */
  readonly executor: "constant-vus";
  /** Milliseconds until no iteration begins any more. */
  readonly duration: number;
}

/** VUs whose number changes in stages. */
export interface RampingVusScenario extends ScenarioBase {
  /** The name of the executor. */
  readonly executor: "ramping-vus";
  /** VUs before the first stage. */
  readonly startVUs: number;
  /** The ramp. */
  readonly stages: readonly Stage[];
  /** How long the iterations of VUs that are taken away may go on, in milliseconds. */
  readonly gracefulRampDown: number;
}

/** The VUs of an arrival rate. */
export interface ArrivalVus {
  /** VUs that are there from the start. */
  readonly vus: number;
  /** VUs to initialise before the test. */
  readonly preAllocatedVUs: number;
  /** VUs at most. */
  readonly maxVUs: number;
}

/** Iterations that start at a steady rate. */
export interface ConstantArrivalRateScenario extends ScenarioBase, ArrivalVus {
  /** VUs that are there from the start. */
  readonly vus: number;
  /** The name of the executor. */
  readonly executor: "constant-arrival-rate";
  /** Iterations per time unit. */
  readonly rate: number;
  /** Milliseconds. */
  readonly timeUnit: number;
  /** Milliseconds until no iteration begins any more. */
  readonly duration: number;
}

/** Iterations that start at a rate that changes in stages. */
export interface RampingArrivalRateScenario extends ScenarioBase, ArrivalVus {
  /** VUs that are there from the start. */
  readonly vus: number;
  /** The name of the executor. */
  readonly executor: "ramping-arrival-rate";
  /** Iterations per time unit before the first stage. */
  readonly startRate: number;
  /** The time unit of all rates, in milliseconds. */
  readonly timeUnit: number;
  /** The ramp. */
  readonly stages: readonly Stage[];
}

/** VUs whose number an operator changes while the test runs. */
export interface ExternallyControlledScenario extends ScenarioBase {
  /** The name of the executor. */
  readonly executor: "externally-controlled";
  /** VUs that may be there without being added to the test. */
  readonly maxVUs: number;
  /** Milliseconds until the end; 0 where there is none. */
  readonly duration: number;
}

/** A scenario that squall can run. */
export type Scenario =
  | SharedIterationsScenario
  | PerVuIterationsScenario
  | ConstantVusScenario
  | RampingVusScenario
  | ConstantArrivalRateScenario
  | RampingArrivalRateScenario
  | ExternallyControlledScenario;
