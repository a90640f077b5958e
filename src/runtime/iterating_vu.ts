/** A VU at work for a scenario: iterations with their samples, for the executor that drives it. */

import type { SquallError, Timer } from "../base/mod.ts";
import type { Series, TagSet } from "../metrics/mod.ts";
import type { ScenarioVu } from "../scenario/mod.ts";
import type { Assignment } from "./assignment.ts";
import { IterationPlace } from "./iteration_place.ts";
import type { ThreadServices } from "./thread_services.ts";
import { formatThrown } from "./script_calls.ts";
import { UnhandledRejection } from "./unhandled_rejection.ts";
import type { Outcome, Vu } from "./vu.ts";

// Taken here, because scripts share the thread.
const { freeze, isFrozen } = Object;

/** The series that every iteration adds to. */
interface IterationSeries {
  readonly tags: TagSet;
  readonly iterations: Series;
  readonly duration: Series;
  readonly sent: Series;
  readonly received: Series;
}

/** See the top of this file. */
export class IteratingVu implements ScenarioVu {
  readonly vu: Vu;
  readonly #services: ThreadServices;
  /** The value of `setup`, as JSON; each VU parses a copy of its own, once. */
  #setupJson: string | undefined;
  #setupData: unknown;
  #assignment: Assignment | undefined;
  // deno-lint-ignore ban-types
  #exec: Function | undefined;
  #iteration = 0;
  #place: IterationPlace | undefined;
  #began = 0;
  #done: () => void = doNothing;
  #padding: Timer | undefined;
  #series: IterationSeries | undefined;

  constructor(vu: Vu, services: ThreadServices) {
    this.vu = vu;
    this.#services = services;
  }

  /** Gives the VU what `setup` returned. */
  setSetupData(json: string | undefined): void {
    this.#setupJson = json;
  }

  /** Makes the VU ready for a scenario: its function, its environment, its tags. */
  activate(assignment: Assignment): void {
    const { scenario } = assignment;
    const { registry, options } = this.#services;
    this.#assignment = assignment;
    this.#exec = this.vu.exported(scenario.exec)!;
    let tags = registry.tags({ ...options.tags, ...scenario.tags });
    if (options.systemTags.has("scenario")) tags = tags.with("scenario", scenario.name);
    if (options.systemTags.has("group")) tags = tags.with("group", "");
    this.vu.baseTags = tags;
    if (options.systemTags.has("vu")) this.vu.setMetadata("vu", String(this.vu.id));
    this.vu.scenarioStages = assignment.stages;
    this.vu.aborted = this.#aborted;
    // What other scenarios have set is gone; without it, the environment is made when the script first asks for it.
    delete this.vu.scope.__ENV;
    if (Object.keys(scenario.env).length > 0) this.vu.scope.__ENV = this.#scenarioEnv(scenario.env);
  }

  #scenarioEnv(own: Readonly<Record<string, string>>): object {
    const { env } = this.#services;
    return isFrozen(env) ? freeze({ ...env, ...own }) : { ...env, ...own };
  }

  iterate(done: () => void): void {
    this.#done = done;
    const iteration = this.#iteration++;
    this.vu.scope.__ITER = iteration;
    if (this.#services.options.systemTags.has("iter")) this.vu.setMetadata("iter", String(iteration));
    const execution = this.vu.knownExecution;
    if (execution !== undefined) {
      execution.place = this.#place ??= new IterationPlace();
      this.#place.begin(this.#assignment!, iteration);
    }
    this.#began = this.#services.clock.now();
    this.vu.start("iteration", this.#body, this.#finished);
  }

  interrupt(): void {
    if (this.#padding !== undefined) {
      this.#services.timers.cancel(this.#padding);
      this.#padding = undefined;
      return;
    }
    this.vu.interrupt();
    this.addBytes();
    const { counters, index } = this.#assignment!;
    counters.add(index, "interrupted", 1);
  }

  /** Reports the bytes that have passed since the last call, also in the middle of a long session. */
  addBytes(): void {
    const { meter } = this.vu.network;
    const series = this.#currentSeries();
    series.sent.add(meter.sent);
    series.received.add(meter.received);
    meter.sent = meter.received = 0;
  }

  /** Like {@linkcode IteratingVu.addBytes}, unless there are none. */
  addPassedBytes(): void {
    const { meter } = this.vu.network;
    if (meter.sent !== 0 || meter.received !== 0) this.addBytes();
  }

  readonly #body = (): unknown => {
    if (this.#setupJson !== undefined) {
      this.#setupData = JSON.parse(this.#setupJson);
      this.#setupJson = undefined;
    }
    const exec = this.#exec!;
    return exec(this.#setupData);
  };

  readonly #aborted = (error: SquallError): void => {
    this.#services.abort(error);
    // Iterations that have begun meanwhile would be seen by nobody.
    this.#assignment!.counters.stop();
  };

  readonly #finished = (outcome: Outcome): void => {
    const duration = this.#services.clock.now() - this.#began;
    const { counters, index } = this.#assignment!;
    this.addBytes();
    const series = this.#currentSeries();
    series.iterations.add(1);
    series.duration.add(duration);
    counters.add(index, "completed", 1);
    // The end of the run reached code that cannot wait, which says enough.
    if (!outcome.ok && !this.vu.isAborting) this.#logException(outcome.error);
    const rest = this.#services.options.minIterationDuration - duration;
    if (rest <= 0) return this.#done();
    this.#padding = this.#services.timers.after(() => {
      this.#padding = undefined;
      this.#done();
    }, rest);
  };

  #currentSeries(): IterationSeries {
    const tags = this.vu.baseTags;
    if (this.#series?.tags === tags) return this.#series;
    const { registry } = this.#services;
    return this.#series = {
      tags,
      iterations: registry.series(registry.builtIn("iterations"), tags),
      duration: registry.series(registry.builtIn("iteration_duration"), tags),
      sent: registry.series(registry.builtIn("data_sent"), tags),
      received: registry.series(registry.builtIn("data_received"), tags),
    };
  }

  #logException(error: unknown): void {
    const { name, executor } = this.#assignment!.scenario;
    const isException = !(error instanceof UnhandledRejection);
    this.#services.log({
      level: "error",
      message: formatThrown(error),
      time: this.#services.clock.epoch(),
      fields: { executor, scenario: name, ...(isException && { source: "stacktrace" }) },
    });
  }
}

function doNothing(): void {}
