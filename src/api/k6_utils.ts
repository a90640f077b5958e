/** The library `k6-utils`, which k6's examples import from a URL: built in, so that they run without a network. */

import type { TagSet } from "../metrics/mod.ts";
import { parseStageDuration } from "./k6_utils_duration.ts";
import { recordCheck } from "./k6.ts";
import { withScriptTags } from "./sample_tags.ts";
import type { VirtualUser } from "./virtual_user.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Is this one of the addresses under which scripts import `k6-utils`?
 *
 * @param url The import's URL.
 * @returns `true` for any version of the library on its usual host.
 */
export function isK6UtilsUrl(url: URL): boolean {
  return url.hostname === "jslib.k6.io" && /^\/k6-utils\/[^/]+\/index(\.min)?\.js$/.test(url.pathname);
}

/**
 * Makes the exports of `k6-utils` for one VU. Its random numbers come from the VU's `Math.random`, so `randomSeed`
 * makes them repeatable.
 *
 * @param vu The VU that imports the library.
 * @returns The named exports.
 */
export function createK6UtilsModule(vu: VirtualUser): Record<string, unknown> {
  return {
    check: (value: unknown, sets: unknown, tags: unknown) => check(vu, value, sets, tags),
    findBetween,
    getCurrentStageIndex: () => currentStageIndex(vu),
    normalDistributionStages,
    parseDuration: parseStageDuration,
    randomIntBetween: (min: number, max: number) => Math.floor(vu.random() * (max - min + 1) + min),
    randomItem: (array: readonly unknown[]) => array[Math.floor(vu.random() * array.length)],
    randomString: (length: number, charset: string = LETTERS) => randomString(vu, length, charset),
    tagWithCurrentStageIndex: () => vu.setTag("stage", String(currentStageIndex(vu))),
    tagWithCurrentStageProfile: () => vu.setTag("stage_profile", currentStageProfile(vu)),
    uuidv4: (secure = false) => secure ? crypto.randomUUID() : uuidv4(vu),
  };
}

function randomString(vu: VirtualUser, length: number, charset: string): string {
  let text = "";
  for (let i = 0; i < length; i++) text += charset[Math.floor(vu.random() * charset.length)];
  return text;
}

function uuidv4(vu: VirtualUser): string {
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, (digit) => {
    const value = Math.floor(vu.random() * 16);
    return (digit === "x" ? value : value & 3 | 8).toString(16);
  });
}

/** The text between two marks: the first one or, with `repeat`, all of them in a list; `null` where there is none. */
function findBetween(content: string, left: string, right: string, repeat = false): string | string[] | null {
  const found: string[] = [];
  let position = 0;
  for (;;) {
    const start = content.indexOf(left, position);
    const end = start === -1 ? -1 : content.indexOf(right, start + left.length);
    if (end === -1) return found.length === 0 ? null : found;
    const text = content.slice(start + left.length, end);
    if (!repeat) return text;
    found.push(text);
    position = end + Math.max(right.length, 1);
  }
}

/** Stages that follow a bell curve: up, over a peak of `maxVus`, and down to nothing. */
function normalDistributionStages(
  maxVus: number,
  durationSeconds: number,
  numberOfStages = 10,
): { duration: string; target: number }[] {
  const outer = `${Math.ceil(durationSeconds / 6)}s`;
  const inner = `${Math.ceil(4 * durationSeconds / (6 * numberOfStages))}s`;
  const heights = Array.from({ length: numberOfStages + 1 }, (_, i) => {
    const deviations = -2 + 4 * i / numberOfStages;
    return Math.exp(-deviations * deviations / 2);
  });
  const peak = Math.max(...heights);
  const stages = heights.map((height, i) => ({
    duration: i === 0 ? outer : inner,
    target: Math.round(maxVus * height / peak),
  }));
  return [...stages, { duration: outer, target: 0 }];
}

function currentStageIndex(vu: VirtualUser): number {
  const scenario = vu.stages();
  if (scenario === undefined) {
    throw new Error("getCurrentStageIndex() needs a scenario with stages: ramping-vus or ramping-arrival-rate");
  }
  let end = 0;
  const index = scenario.stages.findIndex(({ duration }) => scenario.elapsed < (end += duration));
  return index === -1 ? scenario.stages.length - 1 : index;
}

function currentStageProfile(vu: VirtualUser): string {
  const index = currentStageIndex(vu);
  // The library calls the first stage a ramp-up, whatever came before it.
  if (index < 1) return "ramp-up";
  const stages = vu.stages()?.stages ?? [];
  const change = (stages[index]?.target ?? 0) - (stages[index - 1]?.target ?? 0);
  if (change === 0) return "steady";
  return change > 0 ? "ramp-up" : "ramp-down";
}

/** Like k6's `check`, but it waits for conditions that are promises or async functions: its result is then a promise. */
function check(vu: VirtualUser, value: unknown, sets: unknown, tags: unknown): unknown {
  vu.pausing.enter();
  const sampleTags = withScriptTags(vu.tags, tags);
  if (value instanceof Promise) return value.then((settled) => new UtilsCheck(vu, settled, sampleTags).run(sets));
  return new UtilsCheck(vu, value, sampleTags).run(sets);
}

class UtilsCheck {
  readonly #vu: VirtualUser;
  readonly #value: unknown;
  readonly #tags: TagSet;
  #allPassed = true;

  constructor(vu: VirtualUser, value: unknown, tags: TagSet) {
    this.#vu = vu;
    this.#value = value;
    this.#tags = tags;
  }

  run(sets: unknown): unknown {
    const waiting: Promise<void>[] = [];
    const all = this.#from(Object.entries(sets ?? {}), 0, waiting);
    return this.#vu.pausing.after(all, () => {
      if (waiting.length === 0) return this.#allPassed;
      return Promise.all(waiting).then(() => this.#allPassed);
    });
  }

  #from(entries: readonly [string, unknown][], first: number, waiting: Promise<void>[]): unknown {
    for (let i = first; i < entries.length; i++) {
      const [name, condition] = entries[i]!;
      const result = typeof condition === "function" ? condition(this.#value) : condition;
      if (this.#vu.pausing.isPause(result)) {
        return this.#vu.pausing.after(result, (passed) => {
          this.#take(name, passed, waiting);
          return this.#from(entries, i + 1, waiting);
        });
      }
      this.#take(name, result, waiting);
    }
    return undefined;
  }

  #take(name: string, result: unknown, waiting: Promise<void>[]): void {
    if (result instanceof Promise) waiting.push(result.then((passed) => this.#record(name, passed)));
    else this.#record(name, result);
  }

  #record(name: string, result: unknown): void {
    const passed = Boolean(result);
    if (!passed) this.#allPassed = false;
    recordCheck(this.#vu, name, passed, this.#tags);
  }
}
