/**
 * The module `k6`: `check`, `fail`, `group`, `sleep`, `randomSeed`.
 *
 * Differences from k6: an `async` function that is given to `check` or `group` is refused when its synchronous part has
 * run, where k6 does not call it at all; and a `randomSeed` in the init context counts, where k6 forgets it.
 */

import type { TagSet } from "../metrics/mod.ts";
import { GoError } from "./go_error.ts";
import { withScriptTags } from "./sample_tags.ts";
import type { VirtualUser } from "./virtual_user.ts";

type ScriptFunction = (...args: never[]) => unknown;

const NAME_TEXT = "group and check names may not contain '::'";
const ASYNC_CHECK_TEXT = "the built-in check() does not support async functions as arguments. " +
  "Use the JavaScript utils library as a replacement. " +
  "Refer to https://grafana.com/docs/k6/latest/javascript-api/jslib/utils/check/ for more info";
const ASYNC_GROUP_TEXT = "group() does not support async functions as arguments, " +
  "please see https://grafana.com/docs/k6/latest/javascript-api/k6/group/ for more info";

/**
 * Makes the exports of `k6` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createK6Module(vu: VirtualUser): Record<string, unknown> {
  return {
    check: (value: unknown, sets: unknown, tags: unknown) => check(vu, value, sets, tags),
    fail: (message?: unknown) => fail(vu, message),
    group: (name: unknown, callback: unknown) => group(vu, name, callback),
    randomSeed: (seed: unknown) => {
      vu.pausing.enter();
      vu.seedRandom(Number(seed));
    },
    sleep: (seconds: unknown) => sleep(vu, seconds),
  };
}

function fail(vu: VirtualUser, message: unknown): never {
  vu.pausing.enter();
  throw new GoError(message === undefined || message === null ? "" : String(message));
}

function sleep(vu: VirtualUser, seconds: unknown): unknown {
  const delay = Number(seconds) * 1000;
  return vu.pausing.block("sleep()", (resume) => {
    vu.after(resume, delay > 0 ? delay : 0);
  });
}

function check(vu: VirtualUser, value: unknown, sets: unknown, tags: unknown): unknown {
  vu.pausing.enter();
  if (vu.phase === "init") throw new GoError("Using check() in the init context is not supported");
  if (sets === undefined) throw new GoError("no checks provided to `check`");
  if (sets === null) throw new TypeError("Cannot convert undefined or null to object");
  return new CheckRun(vu, value, Object.entries(sets), withScriptTags(vu.tags, tags)).go();
}

/**
 * Emits one sample of `checks`.
 *
 * @param vu The VU that the check belongs to.
 * @param name The check's name, for the tag `check`.
 * @param passed Whether it held.
 * @param tags The other tags of the sample.
 */
export function recordCheck(vu: VirtualUser, name: string, passed: boolean, tags: TagSet): void {
  const tagged = vu.settings.systemTags.has("check") ? tags.with("check", name) : tags;
  vu.registry.series(vu.registry.builtIn("checks"), tagged).add(passed ? 1 : 0);
}

/** One call of `check`: goes through the checks in order, and picks up again where one of them paused. */
class CheckRun {
  readonly #vu: VirtualUser;
  readonly #value: unknown;
  readonly #checks: readonly (readonly [string, unknown])[];
  readonly #tags: TagSet;
  #next = 0;
  #allPassed = true;

  constructor(vu: VirtualUser, value: unknown, checks: readonly (readonly [string, unknown])[], tags: TagSet) {
    this.#vu = vu;
    this.#value = value;
    this.#checks = checks;
    this.#tags = tags;
  }

  /** Runs the checks that are left. Returns whether all passed, or a pause. */
  go(): unknown {
    const pausing = this.#vu.pausing;
    while (this.#next < this.#checks.length) {
      const [name, condition] = this.#checks[this.#next++]!;
      if (name.includes("::")) throw new GoError(NAME_TEXT);
      const result = typeof condition === "function" ? this.#call(name, condition) : condition;
      if (pausing.isPause(result)) {
        return pausing.after(result, (passed) => {
          refuseAsync(this.#vu, condition, passed, { hasPaused: true, text: ASYNC_CHECK_TEXT });
          return this.#record(name, passed).go();
        }, (error) => this.#fail(name, error));
      }
      this.#record(name, result);
    }
    return this.#allPassed;
  }

  // deno-lint-ignore ban-types
  #call(name: string, condition: Function): unknown {
    const pausing = this.#vu.pausing;
    let result: unknown;
    try {
      result = condition(this.#value);
      if (!pausing.isPause(result)) pausing.enter();
    } catch (error) {
      return this.#fail(name, error);
    }
    refuseAsync(this.#vu, condition, result, { hasPaused: false, text: ASYNC_CHECK_TEXT });
    return result;
  }

  #record(name: string, result: unknown): this {
    const passed = Boolean(result);
    if (!passed) this.#allPassed = false;
    recordCheck(this.#vu, name, passed, this.#tags);
    return this;
  }

  #fail(name: string, error: unknown): never {
    this.#record(name, false);
    throw error;
  }
}

function group(vu: VirtualUser, name: unknown, callback: unknown): unknown {
  const pausing = vu.pausing;
  pausing.enter();
  if (vu.phase === "init") throw new GoError("Using group() in the init context is not supported");
  const text = String(name);
  if (text.includes("::")) throw new GoError(NAME_TEXT);
  if (typeof callback !== "function") throw new GoError("group() requires a callback as a second argument");
  const run = new GroupRun(vu, text);
  let result: unknown;
  try {
    result = callback();
    if (!pausing.isPause(result)) pausing.enter();
  } catch (error) {
    return run.fail(error);
  }
  const end = (value: unknown, hasPaused: boolean): unknown => {
    run.end();
    refuseAsync(vu, callback, value, { hasPaused, text: ASYNC_GROUP_TEXT });
    return value;
  };
  if (pausing.isPause(result)) return pausing.after(result, (value) => end(value, true), (error) => run.fail(error));
  return end(result, false);
}

/** Throws if what a callback returned shows that it is an `async` function. */
function refuseAsync(
  { pausing }: VirtualUser,
  callback: unknown,
  result: unknown,
  { hasPaused, text }: { readonly hasPaused: boolean; readonly text: string },
): void {
  if (!(result instanceof Promise) || !pausing.isAsyncCall(callback as ScriptFunction, result, hasPaused)) return;
  // Nobody waits for it: without this its rejection would fail the iteration a second time.
  result.catch(() => {});
  throw new GoError(text);
}

/** One call of `group`: tags the VU with the group's path, and at its end measures and restores. */
class GroupRun {
  readonly #vu: VirtualUser;
  readonly #outerTags: TagSet;
  readonly #outerGroup: string;
  /** What the tag says around it: the script may have set it. */
  readonly #outerTag: string | undefined;
  readonly #tags: TagSet;
  readonly #start: number;

  constructor(vu: VirtualUser, name: string) {
    this.#vu = vu;
    this.#outerTags = vu.tags;
    this.#outerGroup = vu.group;
    this.#outerTag = vu.settings.systemTags.has("group") ? vu.tags.get("group") ?? "" : undefined;
    this.#start = vu.clock.now();
    const outer = this.#outerTag ?? vu.group;
    // Without a name and outside of all others it is the root, as in k6.
    vu.group = outer === "" && name === "" ? "" : `${outer}::${name}`;
    if (this.#outerTag !== undefined) vu.tags = vu.tags.with("group", vu.group);
    this.#tags = vu.tags;
  }

  end(): void {
    const { registry, clock } = this.#vu;
    const { tags } = this.#vu;
    registry.series(registry.builtIn("group_duration"), tags).add(clock.now() - this.#start);
    // Tags that the script has set for its VU meanwhile stay.
    if (tags === this.#tags) this.#vu.tags = this.#outerTags;
    else if (this.#outerTag !== undefined) this.#vu.tags = tags.with("group", this.#outerTag);
    this.#vu.group = this.#outerGroup;
  }

  fail(error: unknown): never {
    this.end();
    throw error;
  }
}
