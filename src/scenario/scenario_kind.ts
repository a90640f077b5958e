/** How the `scenarios` option is read: names and types of fields, not yet what they mean together. */

import { type FieldKinds, readFields, recordOf, TEXT_MAP } from "./composed_kinds.ts";
import { suggest } from "../base/mod.ts";
import { EXECUTOR_NAMES, isExecutor, kindOf } from "./executor_kinds.ts";
import { STAGE_LIST } from "./option_kinds.ts";
import type { Place } from "./problem.ts";
import type { ScenarioValues } from "./scenario.ts";
import { DURATION, INTEGER, isRecord, readJson, RECORD, TEXT, toScriptValue, type ValueKind } from "./value_kind.ts";

/** The fields of every scenario, in the order of k6's JSON. */
const COMMON_FIELDS: readonly (keyof ScenarioValues)[] = [
  "executor",
  "startTime",
  "gracefulStop",
  "env",
  "exec",
  "tags",
  "options",
];

const FIELDS: FieldKinds<ScenarioValues> = {
  executor: TEXT,
  startTime: DURATION,
  gracefulStop: DURATION,
  env: TEXT_MAP,
  exec: TEXT,
  tags: TEXT_MAP,
  options: recordOf<NonNullable<ScenarioValues["options"]>>({ browser: RECORD }),
  vus: INTEGER,
  iterations: INTEGER,
  maxDuration: DURATION,
  duration: DURATION,
  startVUs: INTEGER,
  stages: STAGE_LIST,
  gracefulRampDown: DURATION,
  rate: INTEGER,
  startRate: INTEGER,
  timeUnit: DURATION,
  preAllocatedVUs: INTEGER,
  maxVUs: INTEGER,
};

/** Scenarios by name; as text, JSON. */
export const SCENARIOS: ValueKind<Readonly<Record<string, ScenarioValues>>> = {
  placeholder: "json",
  fromValue(value, place) {
    if (!isRecord(value)) return place.refuse(value, "expected an object of scenarios");
    const scenarios = Object.entries(value).flatMap(([name, fields]) => {
      const scenario = readScenario(name, fields ?? {}, place.at(name));
      return scenario === undefined ? [] : [[name, scenario]];
    });
    return Object.fromEntries(scenarios);
  },
  fromText: (text, place) => readJson(text, SCENARIOS, place),
  toScript(scenarios) {
    const names = Object.keys(scenarios).sort();
    return Object.fromEntries(names.map((name) => [name, writeScenario(scenarios[name]!)]));
  },
};

function readScenario(name: string, value: unknown, place: Place): ScenarioValues | undefined {
  if (!isRecord(value)) return place.refuse(value, "expected an object");
  const [key, executor] = Object.entries(value).find(([key]) => key.toLowerCase() === "executor") ?? [];
  if (key === undefined || executor === undefined || executor === null || executor === "") {
    return place.refuse(undefined, `scenario '${name}' doesn't have a specified executor type`);
  }
  const names = fieldsOf(executor);
  if (names === undefined) {
    const meant = suggest(String(executor), EXECUTOR_NAMES);
    const hint = meant === undefined ? "" : `, did you mean ${meant}?`;
    return place.at(key).refuse(executor, `unknown executor type '${executor}'${hint}`);
  }
  const fields: Partial<FieldKinds<ScenarioValues>> = Object.fromEntries(names.map((name) => [name, FIELDS[name]]));
  return readFields(value, fields, { place, unknown: "refuse" });
}

function fieldsOf(executor: unknown): readonly (keyof ScenarioValues)[] | undefined {
  if (typeof executor !== "string" || !isExecutor(executor)) return undefined;
  return [...COMMON_FIELDS, ...kindOf({ executor }).fields];
}

/** A scenario as k6's JSON of options has it: all fields of its executor, `null` where not set. */
function writeScenario(scenario: ScenarioValues): Record<string, unknown> {
  const names = fieldsOf(scenario.executor) ?? COMMON_FIELDS;
  const given = names.filter((name) => name !== "options" || scenario.options !== undefined);
  return Object.fromEntries(given.map((name) => [name, toScriptValue<unknown>(FIELDS[name], scenario[name])]));
}
