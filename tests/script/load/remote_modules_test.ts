import { assertEquals, assertRejects } from "../../support/assert.ts";
import { RemoteModules, type RemoteModulesOptions } from "../../../src/script/load/remote_modules.ts";

const URL_A = new URL("https://modules.test/a.js");
const DAY = 24 * 3600e3;

/** A cache in a folder of its own, a clock to be set, and a network that answers as it is told. */
class Bed implements AsyncDisposable {
  readonly requests: string[] = [];
  readonly warnings: string[] = [];
  now = Date.UTC(2030, 0, 1);
  /** What the network answers to every URL; it fails for others. */
  readonly answers = new Map<string, () => Response | Promise<Response>>();
  readonly directory: string;

  constructor(directory: string) {
    this.directory = directory;
  }

  static async make(): Promise<Bed> {
    return new Bed(await Deno.makeTempDir());
  }

  modules(options: Partial<RemoteModulesOptions> = {}): RemoteModules {
    return new RemoteModules({
      directory: `${this.directory}/cache`,
      maxAge: DAY,
      now: () => this.now,
      warn: (text) => this.warnings.push(text),
      fetch: async (url) => {
        this.requests.push(url);
        const answer = this.answers.get(url);
        if (answer === undefined) throw new TypeError("connection refused");
        return await answer();
      },
      ...options,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.directory, { recursive: true });
  }
}

Deno.test("A remote module is asked for with _k6=1, kept, and not asked for again while it is young", async () => {
  await using bed = await Bed.make();
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response("first"));
  assertEquals(await bed.modules().read(URL_A), "first");
  bed.now += DAY - 1;
  assertEquals(await bed.modules().read(URL_A), "first");
  assertEquals(bed.requests, ["https://modules.test/a.js?_k6=1"]);
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response("second"));
  bed.now += 1;
  assertEquals(await bed.modules().read(URL_A), "second");
  assertEquals(bed.requests.length, 2);
  assertEquals(bed.warnings, []);
});

Deno.test("A remote module keeps its own query, and modules that differ in it are different ones", async () => {
  await using bed = await Bed.make();
  bed.answers.set("https://modules.test/a.js?v=1&_k6=1", () => new Response("one"));
  bed.answers.set("https://modules.test/a.js?v=2&_k6=1", () => new Response("two"));
  assertEquals(await bed.modules().read(new URL("?v=1", URL_A)), "one");
  assertEquals(await bed.modules().read(new URL("?v=2", URL_A)), "two");
  assertEquals(await bed.modules().read(new URL("?v=1", URL_A)), "one");
});

Deno.test("A remote module that is not there with _k6=1 is asked for without it", async () => {
  await using bed = await Bed.make();
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response("no", { status: 400 }));
  bed.answers.set("https://modules.test/a.js", () => new Response("plain"));
  assertEquals(await bed.modules().read(URL_A), "plain");
  assertEquals(bed.requests, ["https://modules.test/a.js?_k6=1", "https://modules.test/a.js"]);
});

Deno.test("A remote module that is nowhere is an error with the second answer", async (t) => {
  for (
    const { status, message } of [
      { status: 404, message: "not found: https://modules.test/a.js" },
      { status: 500, message: "wrong status code (500) for: https://modules.test/a.js" },
      { status: 204, message: "wrong status code (204) for: https://modules.test/a.js" },
    ]
  ) {
    await t.step(`status ${status}`, async () => {
      await using bed = await Bed.make();
      bed.answers.set("https://modules.test/a.js", () => new Response(null, { status }));
      const error = await assertRejects(() => bed.modules().read(URL_A), Error);
      assertEquals(error.message, message);
    });
  }
});

Deno.test("When the network fails an old copy is used, with a warning that tells its age", async () => {
  await using bed = await Bed.make();
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response("old"));
  await bed.modules().read(URL_A);
  bed.answers.clear();
  bed.now += 3 * DAY;
  assertEquals(await bed.modules().read(URL_A), "old");
  assertEquals(bed.warnings, [
    "Cannot fetch https://modules.test/a.js (connection refused); using the copy fetched 4320 minutes ago",
  ]);
});

Deno.test("A server that never answers is given up after the time limit, once per request", async () => {
  await using bed = await Bed.make();
  const signals: AbortSignal[] = [];
  const modules = bed.modules({
    timeout: 5,
    fetch: (url, { signal }) => {
      bed.requests.push(url);
      signals.push(signal);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
  });
  const error = await assertRejects(() => modules.read(URL_A));
  assertEquals((error as DOMException).name, "TimeoutError");
  assertEquals(bed.requests.length, 2);
  assertEquals(signals.map(({ aborted }) => aborted), [true, true]);
});

Deno.test("A host that is not allowed is refused before anything is read or asked", async () => {
  await using bed = await Bed.make();
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response("kept"));
  await bed.modules().read(URL_A);
  const refuse = (url: URL) => url.host === "modules.test" ? "modules may not be imported from there" : undefined;
  const error = await assertRejects(() => bed.modules({ refuse }).read(URL_A), Error);
  assertEquals(error.message, "modules may not be imported from there");
  assertEquals(bed.requests.length, 1);
});

Deno.test("A folder that cannot be written to is no reason to fail", async () => {
  await using bed = await Bed.make();
  await Deno.writeTextFile(`${bed.directory}/cache`, "a file where the folder should be");
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response("text"));
  assertEquals(await bed.modules().read(URL_A), "text");
  assertEquals(bed.warnings.length, 1);
  assertEquals(bed.warnings[0]!.startsWith(`Cannot keep a copy of a module in ${bed.directory}/cache: `), true);
});

Deno.test("Runs that fetch a module at the same time both get it whole and leave one copy", async () => {
  await using bed = await Bed.make();
  const text = "x".repeat(100_000);
  bed.answers.set("https://modules.test/a.js?_k6=1", () => new Response(text));
  const texts = await Promise.all([1, 2, 3].map(() => bed.modules().read(URL_A)));
  assertEquals(texts, [text, text, text]);
  const copies = [...Deno.readDirSync(`${bed.directory}/cache`)].map(({ name }) => name);
  assertEquals(copies.length, 1);
});
