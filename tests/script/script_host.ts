/** A small host for scripts: one VU on a clock of its own, with `k6`, `k6/ws`, timers and a console that remembers. */

import { setImmediate } from "node:timers";
import { connectTo } from "./echo_socket.ts";
import {
  type BuiltinModule,
  CompiledProgram,
  createScope,
  formatException,
  installStackFormatting,
  type LoadOptions,
  loadProgram,
  PauseContext,
  type Program,
} from "../../src/script/mod.ts";

/** The built-in modules that the loader is told about. */
export const BUILTINS: ReadonlyMap<string, BuiltinModule> = new Map([
  {
    specifier: "k6",
    exports: ["check", "fail", "group", "randomSeed", "sleep"],
    pausing: { sleep: "always", group: "callbacks", check: "callbacks" },
  } as const,
  { specifier: "k6/ws", exports: ["connect"], pausing: { connect: "always" } } as const,
].map((module): [string, BuiltinModule] => [module.specifier, module]));

const SCOPE_NAMES: readonly string[] = [
  "__ENV",
  "__ITER",
  "__VU",
  "clearInterval",
  "clearTimeout",
  "console",
  "open",
  "setInterval",
  "setTimeout",
];

/** How a script is run by {@linkcode runScript}. */
export interface RunOptions {
  /** Other modules, by path relative to the script. */
  readonly files?: Readonly<Record<string, string>>;
  readonly mode?: LoadOptions["mode"];
  /** The script's name. Default: `main.js`. */
  readonly name?: string;
  readonly load?: Partial<LoadOptions>;
}

/** What came of a script. */
export interface RunResult {
  /** What it wrote to the console, without empty lines. */
  readonly lines: readonly string[];
  /** What it failed with. */
  readonly error: unknown;
  /** The failure as it is logged; `undefined` if there was none. */
  readonly log: string | undefined;
}

/** Loads a script from memory. */
export function loadScript(
  source: string,
  { files = {}, mode, name = "main.js", load }: RunOptions = {},
): Promise<Program> {
  const url = new URL(`file:///scripts/${name}`);
  const texts = new Map(Object.entries(files).map(([path, text]) => [new URL(path, url).href, text]));
  texts.set(url.href, source);
  return loadProgram({ url }, {
    builtins: BUILTINS,
    scopeNames: SCOPE_NAMES,
    ...(mode === undefined ? {} : { mode }),
    readFile(file) {
      const text = texts.get(file.href);
      return text === undefined ? Promise.reject(new Deno.errors.NotFound(file.href)) : Promise.resolve(text);
    },
    ...load,
  });
}

/** Loads a script from memory and runs its default function once, until nothing is left to do. */
export async function runScript(source: string, options: RunOptions = {}): Promise<RunResult> {
  return await new ScriptHost(await loadScript(source, options)).run();
}

/** Something that happens at a moment of the host's clock. */
export interface Happening {
  readonly due: number;
  readonly sequence: number;
  readonly happen: () => void;
}

/** One VU. */
export class ScriptHost {
  readonly context = new PauseContext({ unlocked: () => this.#dispatch() });
  readonly lines: string[] = [];
  readonly scope: Record<string, unknown>;
  readonly #compiled: CompiledProgram;
  readonly #modules = new Map<string, object>();
  #happenings: Happening[] = [];
  #events: (() => void)[] = [];
  readonly #timers = new Map<number, Happening>();
  #lastTimer = 0;
  #now = Date.now();
  #sequence = 0;
  #failure: { readonly error: unknown } | undefined;
  /** Rejected promises that nobody has handled yet, with their reasons. */
  readonly #rejections = new Map<Promise<unknown>, unknown>();

  constructor(program: Program, scope: Record<string, unknown> = {}) {
    this.#compiled = new CompiledProgram(program);
    installStackFormatting(this.#compiled.positions);
    const setTimer = (handler: () => void, delay = 0, ...args: unknown[]) =>
      this.#setTimer(handler, delay, args, false);
    const setRepeated = (handler: () => void, delay = 0, ...args: unknown[]) =>
      this.#setTimer(handler, delay, args, true);
    const clear = (id: number) => this.#clearTimer(id);
    this.scope = createScope({
      __VU: 1,
      __ITER: 0,
      __ENV: {},
      open: () => "",
      console: { log: (...args: unknown[]) => this.log(args) },
      setTimeout: setTimer,
      setInterval: setRepeated,
      clearTimeout: clear,
      clearInterval: clear,
      ...scope,
    });
  }

  /** Evaluates the script and calls its default function. */
  async run(): Promise<RunResult> {
    const dateNow = Date.now;
    Date.now = () => this.#now;
    globalThis.addEventListener("unhandledrejection", this.#noteRejection);
    globalThis.addEventListener("rejectionhandled", this.#forgetRejection);
    try {
      const instance = this.#compiled.instantiate(this.context, {
        scope: this.scope,
        builtin: (specifier) => this.#builtin(specifier),
      });
      const exports = await this.#settle(() => instance.evaluate()) as { readonly default: () => unknown };
      if (this.#failure === undefined) await this.#settle(exports.default);
      if (this.#failure === undefined) this.#attempt(() => this.context.settle());
    } finally {
      Date.now = dateNow;
      globalThis.removeEventListener("unhandledrejection", this.#noteRejection);
      globalThis.removeEventListener("rejectionhandled", this.#forgetRejection);
    }
    const lines = this.lines.filter((line) => line !== "");
    if (this.#failure === undefined) return { lines, error: undefined, log: undefined };
    return { lines, error: this.#failure.error, log: formatException(this.#failure.error) };
  }

  /** Lets something happen `delay` milliseconds from now on the host's clock. */
  schedule(happen: () => void, delay: number): Happening {
    const happening = { due: this.#now + Math.max(0, delay), sequence: this.#sequence++, happen };
    this.#happenings.push(happening);
    this.#happenings.sort((a, b) => a.due - b.due || a.sequence - b.sequence);
    return happening;
  }

  cancel(happening: Happening): void {
    this.#happenings = this.#happenings.filter(({ sequence }) => sequence !== happening.sequence);
  }

  /** Calls into the script as part of whatever goes on. Exactly one of the callbacks is called. */
  call(fn: () => unknown, done: (value: unknown) => void, failed: (error: unknown) => void): void {
    let value: unknown;
    try {
      value = this.context.run(fn, []);
    } catch (error) {
      return failed(error);
    }
    if (this.context.isPause(value)) this.context.wait(value, done, failed);
    else done(value);
  }

  log(args: readonly unknown[]): void {
    this.context.enter();
    this.lines.push(args.map(String).join(" "));
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Makes a call, then lets everything happen that follows from it. Returns what the call's value settles to. */
  async #settle(fn: () => unknown): Promise<unknown> {
    let result: unknown;
    this.call(fn, (value) => {
      if (value instanceof Promise) value.then((settled) => result = settled, (error) => this.fail(error));
      else result = value;
    }, (error) => this.fail(error));
    for (;;) {
      // Promise jobs first: a task of its own lets all of them run.
      await new Promise((resolve) => setImmediate(resolve));
      this.#judgeRejections();
      const next = this.#failure === undefined ? this.#happenings.shift() : undefined;
      if (next === undefined) return result;
      this.#now = Math.max(this.#now, next.due);
      this.#attempt(next.happen);
    }
  }

  /** While the VU is paused, the script has had no chance to handle a rejection yet. */
  #judgeRejections(): void {
    if (this.context.locked) return;
    for (const reason of this.#rejections.values()) this.fail(reason);
    this.#rejections.clear();
  }

  readonly #noteRejection = (event: PromiseRejectionEvent) => {
    event.preventDefault();
    this.#rejections.set(event.promise, event.reason);
  };

  readonly #forgetRejection = (event: PromiseRejectionEvent) => {
    this.#rejections.delete(event.promise);
  };

  #attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.fail(error);
    }
  }

  #setTimer(handler: () => void, delay: number, args: unknown[], repeats: boolean): number {
    this.context.enter();
    const id = ++this.#lastTimer;
    const call = () => {
      if (!this.#timers.has(id)) return;
      if (!repeats) this.#timers.delete(id);
      this.call(() => Reflect.apply(handler, undefined, args), () => {}, (error) => this.fail(error));
    };
    const fire = () => {
      if (repeats) this.#timers.set(id, this.schedule(fire, delay));
      this.#events.push(call);
      this.#dispatch();
    };
    this.#timers.set(id, this.schedule(fire, delay));
    return id;
  }

  #clearTimer(id: number): void {
    this.context.enter();
    const happening = this.#timers.get(id);
    if (happening !== undefined) this.cancel(happening);
    this.#timers.delete(id);
  }

  /** Events wait while the VU is paused. */
  #dispatch(): void {
    while (!this.context.locked) {
      const event = this.#events.shift();
      if (event === undefined) return;
      event();
    }
  }

  #builtin(specifier: string): object {
    let module = this.#modules.get(specifier);
    if (module === undefined) {
      const named = specifier === "k6" ? this.#k6() : { connect: connectTo(this) };
      this.#modules.set(specifier, module = { ...named, default: named });
    }
    return module;
  }

  #k6(): Record<string, unknown> {
    const { context, scope } = this;
    return {
      sleep: (seconds: number) => context.block("sleep()", (resume) => this.schedule(() => resume(), seconds * 1000)),
      group(_name: string, body: () => unknown) {
        context.enter();
        return context.after(body(), (value) => value);
      },
      check(value: unknown, checks: Record<string, unknown>) {
        context.enter();
        return context.drive(function* () {
          let passed = true;
          for (const check of Object.values(checks)) {
            const result = typeof check === "function" ? yield check(value) : check;
            passed &&= Boolean(result);
          }
          return passed;
        }());
      },
      fail(reason: string) {
        context.enter();
        throw new Error(reason);
      },
      randomSeed(seed: number) {
        context.enter();
        Reflect.set(scope.Math as object, "random", () => (seed = (seed * 16807) % 2147483647) / 2147483647);
      },
    };
  }
}
