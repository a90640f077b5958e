/**
 * The binary, as it is on a load machine: an empty folder, an empty HOME, nothing else of this repository.
 * Without a binary these tests are not run. The gate makes it where it can.
 */

import { fileURLToPath } from "node:url";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { listFiles, REPOSITORY } from "../checks/repository.ts";
import { HAS_BINARY, Machine } from "./machine.ts";

const ignore = !HAS_BINARY;
/** What is behind the runtime is less than this. */
const OWN_SIZE = 12 * 1024 * 1024;

Deno.test({
  name: "the binary runs every example against its own server",
  ignore,
  async fn(t) {
    await using machine = await Machine.create();
    const url = await machine.serve();
    for (const example of await listFiles("examples", /(?<!_test)\.[jt]s$/)) {
      await t.step(example, async () => {
        const path = fileURLToPath(new URL(example, REPOSITORY));
        const { code, stdout, stderr } = await machine.run(["run", "-q", path], { WS_URL: url });
        assertEquals(code, 0, stderr + stdout);
      });
    }
  },
});

Deno.test({
  name: "the binary carries the demo",
  ignore,
  async fn() {
    await using machine = await Machine.create();
    const { code, stdout } = await machine.run(["demo"]);
    assertEquals(code, 0);
    assertEquals(stdout.match(/TOTAL RESULTS/g)?.length, 2);
  },
});

Deno.test({
  name: "the binary exits as k6 does",
  ignore,
  async fn(t) {
    await using machine = await Machine.create({
      "good.js": "export default function () {}",
      "threshold.js": `export const options = { thresholds: { iterations: ["count>1"] } }; export default () => {};`,
      "syntax.js": "export default function ( {}",
      "options.js": "export const options = { vus: -1 }; export default () => {};",
    });
    const cases: [args: string[], code: number, stderr: RegExp][] = [
      [["run", "-q", "good.js"], 0, /^$/],
      [["version"], 0, /^$/],
      [["run", "-q", "threshold.js"], 99, /thresholds on metrics 'iterations' have been crossed/],
      [["run", "-q", "syntax.js"], 107, /syntax\.js:1:2\d/],
      [["run", "-q", "options.js"], 104, /vus/],
      [["run", "-q", "missing.js"], 255, /missing\.js/],
      [["run", "--no-such-flag", "good.js"], 255, /no-such-flag/],
    ];
    for (const [args, code, pattern] of cases) {
      await t.step(args.join(" "), async () => {
        const result = await machine.run(args);
        assertEquals(result.code, code, result.stderr);
        assertMatch(result.stderr, pattern);
      });
    }
  },
});

Deno.test({
  name: "the binary takes TypeScript with imports, JSON and files, on several threads",
  ignore,
  async fn() {
    await using machine = await Machine.create({
      "main.ts": `
        import { check } from "k6";
        import { WebSocket } from "k6/websockets";
        import { double, Mode } from "./double.ts";
        import data from "./data.json" with { type: "json" };
        const text: string = open("./text.txt");
        export const options = { vus: 4, iterations: 8 };
        export default function (): void {
          const socket = new WebSocket(__ENV.URL + "/echo");
          socket.onopen = () => socket.send(text + double(data.number as number) + Mode.Fast);
          socket.onmessage = ({ data: echo }: { data: string }) => {
            check(echo, { "is right": (e) => e === "text 42 1" });
            socket.close();
          };
        }`,
      "double.ts": "export enum Mode { Slow, Fast = ' 1' as any } export const double = (n: number): number => n * 2;",
      "data.json": `{ "number": 21 }`,
      "text.txt": "text ",
    });
    const url = await machine.serve();
    const { code, stdout, stderr } = await machine.run(["run", "-q", "--threads", "2", "-e", `URL=${url}`, "main.ts"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "checks_succeeded...: 100.00% 8 out of 8");
  },
});

Deno.test({
  name: "the binary packs a test with a module from its cache, and runs the archive without either",
  ignore,
  async fn() {
    await using machine = await Machine.create({
      "main.ts": `
        import { shout } from "https://example.test/shout.ts";
        import { double } from "./double.ts";
        const text: string = open("./text.txt");
        export default function (): void { console.log(shout(text), double(21), __ENV.NAME); }`,
      "double.ts": "export const double = (n: number): number => n * 2;",
      "text.txt": "read",
    });
    // SHA-256 of the URL.
    const cached = "66cc4c7f9d3259a27e4f2f61b9b2b8bfb288449c589ba04d8b4a03090c8dc7ef.js";
    const cache = `${machine.folder}/.cache/squall/modules`;
    await Deno.mkdir(cache, { recursive: true });
    await Deno.writeTextFile(`${cache}/${cached}`, "export const shout = (text: string) => text.toUpperCase();");
    const packed = await machine.run(["archive", "-e", "NAME=alice", "-O", "test.tar", "main.ts"]);
    assertEquals(packed.code, 0, packed.stderr);
    for (const gone of ["main.ts", "double.ts", "text.txt", ".cache"]) {
      await Deno.remove(`${machine.folder}/${gone}`, { recursive: true });
    }
    const { code, stderr } = await machine.run(["run", "-q", "test.tar"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, 'msg="READ 42 alice"');
  },
});

Deno.test({
  name: "the binary carries what only some scripts load: pages, tables, streams",
  ignore,
  async fn() {
    await using machine = await Machine.create({
      "main.js": `
        import { check } from "k6";
        import { open } from "k6/experimental/fs";
        import { parse, Parser } from "k6/experimental/csv";
        import { ReadableStream } from "k6/experimental/streams";
        import { parseHTML } from "k6/html";
        const file = await open("users.csv");
        const users = await parse(file, { asObjects: true });
        const parser = new Parser(await open("users.csv"));
        export const options = { vus: 4, iterations: 4 };
        export default async function () {
          const form = parseHTML('<form><input name="token" value="1&amp;2"></form>').find("form");
          const stream = new ReadableStream({ start(controller) { controller.enqueue("chunk"); } });
          const { value: chunk } = await stream.getReader().read();
          const { value: row } = await parser.next();
          check([form.serialize(), users[1].name, row[0], chunk], {
            "is right": (all) => all.join() === "token=1%262,bea,name,chunk",
          });
        }`,
      "users.csv": "name,age\nann,30\nbea,31\n",
    });
    const { code, stdout, stderr } = await machine.run(["run", "-q", "--threads", "2", "main.js"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stdout, "checks_succeeded...: 100.00% 4 out of 4");
  },
});

Deno.test({
  name: "in the binary, a promise that is rejected and that nobody handles fails its iteration alone",
  ignore,
  async fn() {
    await using machine = await Machine.create({
      "main.js": `export default function () { if (__ITER === 0) Promise.reject(new Error("boom")); }`,
    });
    const { code, stdout, stderr } = await machine.run(["run", "-q", "-i", "3", "main.js"]);
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr, "Uncaught (in promise) Error: boom");
    assertMatch(stdout, /iterations\.+: 3 /);
  },
});

Deno.test({
  name: "the binary carries both transports",
  ignore,
  async fn(t) {
    await using machine = await Machine.create({
      "main.js": `
        import { check } from "k6";
        import { WebSocket } from "k6/websockets";
        export default function () {
          const socket = new WebSocket(__ENV.URL + "/echo");
          socket.onopen = () => socket.send("hello");
          socket.onmessage = ({ data }) => { check(data, { "is right": (text) => text === "hello" }); socket.close(); };
        }`,
    });
    const url = await machine.serve();
    for (const transport of ["wire", "native"]) {
      await t.step(transport, async () => {
        const args = ["run", "-q", "-i", "3", "--transport", transport, "-e", `URL=${url}`, "main.js"];
        const { code, stdout, stderr } = await machine.run(args);
        assertEquals(code, 0, stderr);
        assertStringIncludes(stdout, "checks_succeeded...: 100.00% 3 out of 3");
      });
    }
  },
});

Deno.test({
  name: "the binary does not let a script read what it was not given, and says which flag would",
  ignore,
  async fn() {
    await using machine = await Machine.create({
      "main.js": `const text = open("/etc/hostname"); export default function () { console.log(text.length > 0); }`,
    });
    const refused = await machine.run(["run", "-q", "main.js"]);
    assertEquals(refused.code, 107);
    assertStringIncludes(refused.stderr, "--allow-read");
    const granted = await machine.run(["run", "-q", "--allow-read=/etc/hostname", "main.js"]);
    assertEquals(granted.code, 0, granted.stderr);
    assertStringIncludes(granted.stderr, "msg=true");
  },
});

Deno.test({
  name: "Ctrl+C ends the binary with teardown, the summary and 105",
  ignore: ignore || Deno.build.os === "windows",
  async fn() {
    await using machine = await Machine.create({
      "main.js": `
        import { sleep } from "k6";
        export const options = { duration: "60s" };
        export default function () { console.log("at work"); sleep(60); }
        export function teardown() { console.log("torn down"); }`,
    });
    const process = machine.command(["run", "-q", "main.js"]).spawn();
    let log = "";
    for await (const text of process.stderr.pipeThrough(new TextDecoderStream())) {
      if (log === "" && text.includes("at work")) process.kill("SIGINT");
      log += text;
    }
    const stdout = await new Response(process.stdout).text();
    assertEquals((await process.status).code, 105);
    assert(log.includes("torn down"), log);
    assertStringIncludes(stdout, "TOTAL RESULTS");
  },
});

Deno.test({
  name: "the binary tells nothing of the machine that made it",
  ignore,
  async fn() {
    const own = new TextDecoder("latin1").decode(
      (await Deno.readFile(Deno.env.get("SQUALL_BIN")!)).subarray(-OWN_SIZE),
    );
    assertStringIncludes(own, "runs k6 WebSocket scripts");
    const told = [fileURLToPath(REPOSITORY), `${Deno.env.get("HOME")}/.cache`, "/npm/registry"];
    assertEquals(told.filter((text) => own.includes(text)), []);
  },
});
