/**
 * The module `k6/execution`: what a script can know of its run, its scenario and its VU, and how it ends the test.
 *
 * Differences from k6: the exports can be imported by name and looked at in the init context, where k6 throws when they
 * are named; what has no meaning there throws when it is read, with k6's text.
 */

import { GoError } from "./go_error.ts";
import { createMetadataMap, createTagMap } from "./vu_tag_map.ts";
import type { Execution, InstanceFacts, ScenarioFacts, VirtualUser } from "./virtual_user.ts";

/** The names that the module exports. */
export const EXECUTION_EXPORTS: readonly string[] = ["instance", "scenario", "test", "vu"];

const SCENARIO_FIELDS: readonly (keyof ScenarioFacts)[] = [
  "name",
  "executor",
  "startTime",
  "progress",
  "iterationInInstance",
  "iterationInTest",
];
const INSTANCE_FIELDS: readonly (keyof InstanceFacts)[] = [
  "iterationsInterrupted",
  "iterationsCompleted",
  "vusActive",
  "vusInitialized",
  "currentTestRunDuration",
];
const VU_FIELDS = ["idInInstance", "idInTest", "iterationInInstance", "iterationInScenario"] as const;

/**
 * Makes the exports of `k6/execution` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createExecutionModule(vu: VirtualUser): Record<string, unknown> {
  const { execution } = vu;
  return Object.freeze({
    instance: createInstance(vu, execution),
    scenario: createScenario(vu, execution),
    test: createTest(vu, execution),
    vu: createVu(vu, execution),
  });
}

/** An object whose members are read when they are asked for, and cannot be set. */
function liveObject<K extends string>(names: readonly K[], read: (name: K) => unknown): object {
  return Object.create(
    Object.prototype,
    Object.fromEntries(names.map((name) => [name, { enumerable: true, configurable: true, get: () => read(name) }])),
  );
}

function createInstance(vu: VirtualUser, execution: Execution): object {
  return liveObject(INSTANCE_FIELDS, (name) => {
    vu.pausing.enter();
    // k6 knows nothing of the run any more after the last iteration, and says it in these words.
    if (vu.phase !== "setup" && vu.phase !== "iteration") {
      throw new GoError("getting instance information in the init context is not supported");
    }
    return execution.instance[name];
  });
}

function createScenario(vu: VirtualUser, execution: Execution): object {
  return liveObject(SCENARIO_FIELDS, (name) => {
    vu.pausing.enter();
    const facts = vu.phase === "iteration" ? execution.scenario : undefined;
    if (facts === undefined) {
      throw new GoError("getting scenario information outside of the VU context is not supported");
    }
    return facts[name];
  });
}

function createTest(vu: VirtualUser, execution: Execution): object {
  function abort(message?: unknown): unknown {
    vu.pausing.enter();
    return execution.abort(withReason("test aborted", message));
  }
  function fail(message?: unknown): void {
    vu.pausing.enter();
    if (vu.phase === "init") throw new GoError("execution.test.fail() called outside of VU context");
    execution.markAsFailed();
    vu.log("error", withReason("test marked as failed", message));
  }
  function options(): unknown {
    vu.pausing.enter();
    if (vu.phase === "init") throw new GoError("getting test options in the init context is not supported");
    return execution.options;
  }
  const members = { abort, fail };
  return liveObject(["abort", "fail", "options"], (name) => name === "options" ? options() : members[name]);
}

function withReason(text: string, reason: unknown): string {
  return reason === undefined || reason === null ? text : `${text}: ${reason}`;
}

function createVu(vu: VirtualUser, execution: Execution): object {
  const enter = (): void => {
    vu.pausing.enter();
    if (vu.phase === "init") throw new GoError("getting VU information in the init context is not supported");
  };
  const tags = createTagMap(vu);
  const maps = Object.freeze({ tags, metadata: createMetadataMap(vu) });
  const members = liveObject([...VU_FIELDS, "tags", "metrics"], (name) => {
    enter();
    if (name === "tags") return tags;
    return name === "metrics" ? maps : execution[name];
  });
  // The old name of `metrics.tags`: as in k6, it takes what it is set to, and nothing comes of it.
  return Object.defineProperty(members, "tags", {
    set: () => vu.warnOnce("exec.vu.tags can't be replaced: set the properties of exec.vu.metrics.tags"),
  });
}
