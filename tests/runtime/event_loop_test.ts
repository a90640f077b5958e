import type { EventReceiver, Tenant } from "../../src/api/mod.ts";
import { EventLoop, type PromiseWatch } from "../../src/runtime/event_loop.ts";
import { PauseContext } from "../../src/script/mod.ts";
import { assertEquals } from "../support/assert.ts";

/** A loop with everything around it, writing down what happens. */
class Bench {
  readonly events: string[] = [];
  readonly pausing = new PauseContext({ unlocked: () => this.loop.unlocked() });
  readonly loop: EventLoop;

  constructor(promises?: PromiseWatch) {
    const owner = {
      failed: (error: unknown) => this.note(`failed ${error}`),
      rested: () => this.note(this.loop.isHeld ? "rested, held" : "rested"),
    };
    this.loop = new EventLoop(this.pausing, owner, promises);
    this.loop.begin();
  }

  note(text: unknown): void {
    this.events.push(String(text));
  }

  /** Hands in an event with a handler. */
  deliver(name: string, handler: () => unknown = () => {}): void {
    this.loop.deliver(this.receiver(name, handler), 1, name, 5);
  }

  /** Hands in an event ahead of those that wait. */
  deliverNext(name: string, handler: () => unknown = () => {}): void {
    this.loop.deliverNext(this.receiver(name, handler), 1, name, 5);
  }

  receiver(name: string, handler: () => unknown): EventReceiver {
    return {
      receive: (kind, data, time) => {
        assertEquals([kind, data, time], [1, name, 5]);
        this.note(name);
        return handler();
      },
    };
  }

  tenant(name: string): Tenant {
    const tenant: Tenant = {
      evict: () => {
        this.note(`evict ${name}`);
        this.loop.release(tenant);
      },
      abandon: () => this.note(`abandon ${name}`),
    };
    return tenant;
  }

  /** A pause that ends when the returned function is called. */
  pause(): { pause: unknown; resume: () => void; fail: (error: unknown) => void } {
    let resume!: () => void;
    let fail!: (error: unknown) => void;
    const pause = this.pausing.block("wait()", (onResume, onFail) => {
      resume = () => onResume();
      fail = onFail;
    });
    return { pause, resume, fail };
  }
}

/** Lets everything that waits for promises run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

Deno.test("an event is handled at once where nothing else runs, and the loop comes to rest", () => {
  const bench = new Bench();
  bench.deliver("a");
  bench.deliver("b");
  assertEquals(bench.events, ["a", "rested", "b", "rested"]);
});

Deno.test("what is delivered while a handler runs waits for its turn", () => {
  const bench = new Bench();
  bench.deliver("a", () => {
    bench.deliver("c");
    bench.deliver("d", () => bench.deliver("e"));
    bench.note("a ends");
  });
  assertEquals(bench.events, ["a", "a ends", "c", "d", "e", "rested"]);
});

Deno.test("steps of an event come before everything that waits, the last one pushed first", () => {
  const bench = new Bench();
  bench.deliver("a", () => {
    bench.deliver("later");
    bench.deliverNext("second");
    bench.deliverNext("first", () => bench.deliverNext("first's own"));
  });
  assertEquals(bench.events, ["a", "first", "first's own", "second", "later", "rested"]);
});

Deno.test("a paused handler holds everything back until it has ended", async () => {
  const bench = new Bench();
  const waiting = bench.pausing;
  let resume = (): void => {};
  bench.deliver("a", () => {
    const { pause, resume: end } = bench.pause();
    resume = end;
    return waiting.after(pause, () => bench.note("a goes on"));
  });
  bench.deliver("b");
  await settle();
  assertEquals(bench.events, ["a"]);
  resume();
  await settle();
  assertEquals(bench.events, ["a", "a goes on", "b", "rested"]);
});

Deno.test("a handler that throws, at once or after a pause, is told of, and the loop goes on", async () => {
  const bench = new Bench();
  let fail = (_error: unknown): void => {};
  bench.deliver("a", () => {
    throw "boo";
  });
  bench.deliver("b", () => {
    const paused = bench.pause();
    fail = paused.fail;
    return paused.pause;
  });
  bench.deliver("c");
  fail("late boo");
  await settle();
  assertEquals(bench.events, ["a", "failed boo", "rested", "b", "failed late boo", "c", "rested"]);
});

Deno.test("tenants hold the loop; the last release lets it rest", () => {
  const bench = new Bench();
  const [one, two] = [bench.tenant("one"), bench.tenant("two")];
  bench.loop.hold(one);
  bench.loop.hold(two);
  bench.deliver("a");
  bench.loop.release(one);
  bench.loop.release(two);
  assertEquals(bench.events, ["a", "rested, held", "rested, held", "rested"]);
});

Deno.test("evicting asks every tenant to go in good order", () => {
  const bench = new Bench();
  for (const name of ["one", "two"]) bench.loop.hold(bench.tenant(name));
  bench.deliver("a", () => bench.loop.evictTenants());
  assertEquals(bench.events, ["a", "evict one", "evict two", "rested"]);
});

Deno.test("abandoning drops what waits and what holds, and takes nothing more until the next begin", () => {
  const bench = new Bench();
  bench.loop.hold(bench.tenant("one"));
  bench.deliver("a", () => {
    bench.deliver("dropped");
    bench.deliverNext("dropped, too");
    bench.loop.abandon();
    bench.deliver("refused");
  });
  bench.deliver("refused, too");
  bench.loop.begin();
  bench.deliver("b");
  assertEquals(bench.events, ["a", "abandon one", "b", "rested"]);
});

Deno.test("an abandoned pause does not go on, even if what it waited for comes", async () => {
  const bench = new Bench();
  let resume = (): void => {};
  bench.deliver("a", () => {
    const paused = bench.pause();
    resume = paused.resume;
    return bench.pausing.after(paused.pause, () => bench.note("never"));
  });
  bench.pausing.interrupt();
  bench.loop.abandon();
  bench.pausing.reset();
  bench.loop.begin();
  bench.deliver("b");
  resume();
  await settle();
  assertEquals(bench.events, ["a", "b", "rested"]);
});

Deno.test("nothing is taken before the first begin and after an end", () => {
  const bench = new Bench();
  bench.loop.end();
  bench.deliver("a");
  bench.deliverNext("b");
  bench.loop.advance();
  assertEquals(bench.events, []);
});

/** A watch whose callbacks the test makes. */
function manualWatch(note: (text: string) => void) {
  const waits: { readonly kind: string; readonly callback: () => void }[] = [];
  const wait = (kind: string) => (callback: () => void): void => {
    note(kind);
    waits.push({ kind, callback });
  };
  const watch: PromiseWatch = {
    call: (loop, receiver, kind, data, time) => loop.call(receiver, kind, data, time),
    afterMicrotasks: wait("wait for microtasks"),
    afterRejections: wait("wait for rejections"),
  };
  return { watch, next: () => waits.shift()?.callback() };
}

Deno.test("with promises, microtasks run between two events, and rejections are waited for before the end", () => {
  const notes: string[] = [];
  const { watch, next } = manualWatch((text) => notes.push(text));
  const bench = new Bench(watch);
  bench.note = (text) => void notes.push(String(text));
  bench.deliver("a");
  bench.deliver("b");
  assertEquals(notes.splice(0), ["a", "wait for microtasks"]);
  next();
  assertEquals(notes.splice(0), ["b", "wait for microtasks"]);
  next();
  assertEquals(notes.splice(0), ["wait for rejections"]);
  next();
  assertEquals(notes.splice(0), ["rested"]);
});

Deno.test("a held loop does not wait for rejections: it will be back", () => {
  const notes: string[] = [];
  const { watch, next } = manualWatch((text) => notes.push(text));
  const bench = new Bench(watch);
  bench.note = (text) => void notes.push(String(text));
  const tenant = bench.tenant("one");
  bench.loop.hold(tenant);
  bench.deliver("a");
  next();
  assertEquals(notes.splice(0), ["a", "wait for microtasks", "rested, held"]);
  bench.loop.release(tenant);
  next();
  assertEquals(notes.splice(0), ["wait for rejections", "rested"]);
});

Deno.test("an unhandled rejection fails the loop once it is told, also when nothing runs", () => {
  const bench = new Bench();
  bench.loop.hold(bench.tenant("one"));
  bench.deliver("a");
  bench.loop.reject("boo");
  bench.loop.end();
  bench.loop.reject("too late");
  assertEquals(bench.events, ["a", "rested, held", "failed boo", "rested, held"]);
});
