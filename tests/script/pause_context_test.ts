import { assertEquals, assertInstanceOf, assertStrictEquals, assertThrows } from "../support/assert.ts";
import { CompiledProgram, createScope, PauseContext, PauseError } from "../../src/script/mod.ts";
import { loadScript } from "./script_host.ts";

/** The exports of a script and the controls of the VU that runs it: nothing ends a pause but the test. */
interface Bed {
  readonly context: PauseContext;
  readonly exports: Readonly<Record<string, () => unknown>>;
  /** What happened, in order: calls of the script's `log`, and what the host is told. */
  readonly events: string[];
  /** The ends of the pauses that began, oldest first. */
  readonly pauses: { readonly resume: (value?: unknown) => void; readonly fail: (error: unknown) => void }[];
  /** Calls an exported function as an entry and notes how it ends. */
  enter(name: string): void;
  /** Calls a function as an entry, or during the pause of one, and notes how it ends. */
  call(name: string, fn: () => unknown): void;
}

async function bedFor(source: string): Promise<Bed> {
  const program = await loadScript(`import { sleep } from "k6";\n${source}`);
  const events: string[] = [];
  const pauses: Bed["pauses"] = [];
  const context = new PauseContext({ unlocked: () => events.push("unlocked") });
  const sleep = (what = "sleep()") => context.block(what, (resume, fail) => pauses.push({ resume, fail }));
  const scope = createScope({
    console: {
      log(text: string) {
        context.enter();
        events.push(text);
      },
    },
  });
  const instance = new CompiledProgram(program).instantiate(context, {
    scope,
    builtin: () => ({ sleep, default: {} }),
  });
  const exports = context.run(() => instance.evaluate(), []) as Bed["exports"];
  const call = (name: string, fn: () => unknown) => {
    const note = (how: string) => (value: unknown) => events.push(`${name} ${how} ${value}`);
    try {
      const value = context.run(fn, []);
      if (context.isPause(value)) context.wait(value, note("returned"), note("threw"));
      else events.push(`${name} returned ${value} at once`);
    } catch (error) {
      events.push(`${name} threw ${error} at once`);
    }
  };
  return { context, exports, events, pauses, call, enter: (name) => call(name, () => exports[name]!()) };
}

/** Lets all promise jobs run. */
function microtasks(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

Deno.test("PauseContext.run returns the value of a call that does not pause, and leaves the VU free", async () => {
  const { context, events, enter } = await bedFor(`export function now() { return 5; }`);
  enter("now");
  assertEquals(events, ["now returned 5 at once"]);
  assertEquals(context.locked, false);
});

Deno.test("PauseContext.wait calls back while the VU is locked, then the host is told that it is free", async () => {
  const { context, events, enter, pauses } = await bedFor(
    `export function later() { const x = sleep(); console.log("got " + x); return x + 1; }`,
  );
  enter("later");
  assertEquals(context.locked, true);
  pauses.shift()!.resume(1);
  await microtasks();
  assertEquals(events, ["got 1", "later returned 2", "unlocked"]);
  assertEquals(context.locked, false);
});

Deno.test("PauseContext.wait passes the exception of a paused call with its identity", async () => {
  const { context, exports, pauses } = await bedFor(
    `export function fails() { try { sleep(); } catch (error) { error.seen = true; throw error; } }`,
  );
  const error = Object.assign(new Error("no"), { seen: false });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const pause = context.run(exports.fails!, []);
  assertEquals(context.isPause(pause), true);
  if (context.isPause(pause)) context.wait(pause, () => resolve("returned"), resolve);
  pauses.shift()!.fail(error);
  assertStrictEquals(await promise, error);
  assertEquals(error.seen, true);
});

Deno.test("PauseContext.run during a pause is part of it: the VU stays locked until the outer call has ended", async () => {
  const { context, events, enter, pauses } = await bedFor(
    `export function outer() { sleep("ws.connect()"); return "outer"; }
     export function handler() { sleep(); return "handler"; }`,
  );
  enter("outer");
  enter("handler");
  pauses[1]!.resume();
  await microtasks();
  assertEquals(events, ["handler returned handler"]);
  assertEquals(context.locked, true);
  pauses[0]!.resume();
  await microtasks();
  assertEquals(events, ["handler returned handler", "outer returned outer", "unlocked"]);
});

Deno.test("Promise jobs of the script wait for the end of a pause and run before the VU is free", async () => {
  const { events, enter, pauses } = await bedFor(
    `export function main() {
       Promise.resolve().then(() => console.log("job 1")).then(() => console.log("job 2"));
       (async () => { await null; console.log("after await"); })();
       sleep();
       console.log("main");
     }`,
  );
  enter("main");
  await microtasks();
  assertEquals(events, []);
  pauses.shift()!.resume();
  await microtasks();
  assertEquals(events, ["main", "main returned undefined", "job 1", "after await", "job 2", "unlocked"]);
});

Deno.test("A promise job that pauses locks the VU by itself", async () => {
  const { context, events, enter, pauses } = await bedFor(
    `export function main() { Promise.resolve().then(() => { sleep(); console.log("slept"); }); }`,
  );
  enter("main");
  await microtasks();
  assertEquals(events, ["main returned undefined at once"]);
  assertEquals(context.locked, true);
  pauses.shift()!.resume();
  await microtasks();
  assertEquals(events, ["main returned undefined at once", "slept", "unlocked"]);
});

Deno.test("PauseContext.interrupt drops what waits: nothing resumes, no finally block runs, nobody is called back", async () => {
  const { context, events, enter, pauses } = await bedFor(
    `export function main() { try { sleep(); } finally { console.log("finally"); } }
     export function jobs() { Promise.resolve().then(() => console.log("job")); sleep(); }`,
  );
  enter("main");
  context.interrupt();
  pauses.shift()!.resume();
  await microtasks();
  context.reset();
  enter("jobs");
  await microtasks();
  context.interrupt();
  pauses.shift()!.resume();
  await microtasks();
  assertEquals(events, []);
});

Deno.test("PauseContext.reset makes an interrupted VU ready again, and pauses from before stay dropped", async () => {
  const { context, events, enter, pauses } = await bedFor(`export function main() { sleep(); return 1; }`);
  enter("main");
  context.interrupt();
  assertThrows(() => context.enter(), Error, "interrupted");
  await microtasks();
  context.reset();
  enter("main");
  pauses[0]!.resume();
  await microtasks();
  assertEquals(events, []);
  pauses[1]!.resume();
  await microtasks();
  assertEquals(events, ["main returned 1", "unlocked"]);
});

Deno.test("PauseContext.condemn makes the iteration fail, whatever the script catches", async () => {
  const { context, events, enter } = await bedFor(
    `export function main() { for (let i = 0; i < 3; i++) { try { console.log("call " + i); } catch { /* go on */ } } return "ok"; }`,
  );
  context.condemn(new Error("test aborted"));
  enter("main");
  assertEquals(events, ["main threw Error: test aborted at once"]);
  context.reset();
  enter("main");
  assertEquals(events.at(-1), "main returned ok at once");
});

Deno.test("PauseContext.block takes the first end only, which may come before it has returned", async () => {
  const { context, events, call } = await bedFor("");
  call("early", () =>
    context.after(
      context.block("early()", (resume, fail) => {
        resume("first");
        fail(new Error("second"));
      }),
      (value) => value,
    ));
  await microtasks();
  assertEquals(events, ["early returned first", "unlocked"]);
});

Deno.test("PauseContext.after goes on at once after a call that has not paused, and takes failures of one that has", async () => {
  const { context, events, call, pauses } = await bedFor("");
  const block = () => context.block("b()", (resume, fail) => pauses.push({ resume, fail }));
  call("plain", () => context.after(1, (value) => `${value}!`));
  call("twice", () => context.after(block(), () => context.after(block(), (value) => `${value}!!`)));
  pauses.shift()!.resume();
  await microtasks();
  pauses.shift()!.resume("x");
  await microtasks();
  call("rescued", () => context.after(block(), () => "never", (error) => `rescued ${error}`));
  pauses.shift()!.fail("boom");
  await microtasks();
  assertEquals(events, [
    "plain returned 1! at once",
    "twice returned x!!",
    "unlocked",
    "rescued returned rescued boom",
    "unlocked",
  ]);
});

Deno.test("PauseContext.loop runs synchronously up to the first pause and ends when a step says so", async () => {
  const { context, events, call, pauses } = await bedFor("");
  const loop = (pausesAt: number, stopsAt: number) => {
    const taken: unknown[] = [];
    let index = 0;
    return context.loop({
      more: () => index < 4,
      step: () => index === pausesAt ? context.block("b()", (resume, fail) => pauses.push({ resume, fail })) : index,
      take(value) {
        taken.push(value);
        return index++ !== stopsAt;
      },
      end: () => taken.join(),
    });
  };
  call("plain", () => loop(-1, -1));
  call("stopped", () => loop(-1, 1));
  call("paused", () => loop(2, -1));
  pauses.shift()!.resume("two");
  await microtasks();
  call("paused and stopped", () => loop(0, 0));
  pauses.shift()!.resume("zero");
  await microtasks();
  assertEquals(events, [
    "plain returned 0,1,2,3 at once",
    "stopped returned 0,1 at once",
    "paused returned 0,1,two,3",
    "unlocked",
    "paused and stopped returned zero",
    "unlocked",
  ]);
});

Deno.test("PauseContext.drive gives a generator the values and exceptions of its calls into the script", async () => {
  const { context, events, call, pauses } = await bedFor("");
  const block = () => context.block("b()", (resume, fail) => pauses.push({ resume, fail }));
  function* steps(fail: boolean): Generator<unknown, string, unknown> {
    const first = yield 1;
    try {
      const second = yield block();
      if (fail) throw new Error(`after ${second}`);
      return `${first} ${second}`;
    } catch (error) {
      return `caught ${error}`;
    }
  }
  call("driven", () => context.drive(steps(false)));
  pauses.shift()!.resume(2);
  await microtasks();
  call("driven", () => context.drive(steps(true)));
  pauses.shift()!.fail("no");
  await microtasks();
  assertEquals(events, ["driven returned 1 2", "unlocked", "driven returned caught no", "unlocked"]);
});

Deno.test("A pause that nobody claims is noticed by the guard, by the end of the entry and by settle", async () => {
  const { context } = await bedFor("");
  const lose = () => void context.block("sleep()", () => {});
  for (const notice of [() => context.enter(), () => context.settle(), () => lose()]) {
    context.run(() => {
      lose();
      assertThrows(notice, PauseError, "cannot pause here: sleep() was called by code that cannot wait");
      context.reset();
    }, []);
  }
  assertThrows(() => context.run(lose, []), PauseError);
  const error = assertThrows(() => context.settle());
  assertInstanceOf(error, PauseError);
});
