/** `k6/secrets` in scripts: where it works, what its promises give, and what of it gets into logs. */

import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";
import { runScript } from "../support/run_script.ts";
import { withSilentPeer } from "../support/silent_peer.ts";

const HIDDEN = "***SECRET_REDACTED***";
const settings = { secretSources: ["mock=name=first,default,a=alpha-1,b=beta-2", "mock=name=second,a=gamma-3"] };

Deno.test("secrets are there in every phase, by default and by source", async () => {
  const { lines, errors, stdout } = await runScript(
    `
      import secrets from "k6/secrets";
      import { get, source } from "k6/secrets";
      const show = async (phase) =>
        console.log(phase, (await secrets.get("a")).length, (await source("second").get("a")) === "gam" + "ma-3");
      if (__VU === 1) await show("init");
      export async function setup() { await show("setup"); return { token: await get("b") }; }
      export default async function (data) { await show("iteration"); console.log(data.token === "beta" + "-2"); }
      export async function teardown() { await show("teardown"); }
      export async function handleSummary() { await show("summary"); return { stdout: await get("a") }; }
    `,
    { settings },
  );
  assertEquals(errors, []);
  assertEquals(lines, [
    "init 7 true",
    "setup 7 true",
    "iteration 7 true",
    "true",
    "teardown 7 true",
    "summary 7 true",
  ]);
  // What a script writes is its own affair, as in k6: only logs are looked through.
  assertEquals(stdout, "alpha-1");
});

Deno.test("a promise is rejected with k6's text", async () => {
  const script = `
    import secrets from "k6/secrets";
    const fate = async (promise) => { try { await promise; } catch (e) { console.log(String(e), e instanceof Error); console.log(e); } };
    export default async function () {
      await fate(secrets.get("none"));
      await fate(secrets.source("x").get("a"));
      await fate(secrets.source().get("a"));
      await fate(secrets.get());
    }
  `;
  assertEquals((await runScript(script, { settings })).lines.filter((_, index) => index % 2 === 0), [
    "no value true",
    `no secret source with name "x" is configured true`,
    `no secret source with name "" is configured true`,
    "no value true",
  ]);
  const without = await runScript(script);
  assertEquals(without.lines[0], "no secret sources are configured true");
  assertEquals(without.lines[1], "no secret sources are configured");
});

Deno.test("secrets get into no line of the log: not by console, not by exceptions, not from other threads", async () => {
  const run = await runScript(
    `
      import secrets from "k6/secrets";
      import exec from "k6/execution";
      import { sleep } from "k6";
      export async function setup() { await secrets.get("b"); }
      export default async function () {
        const { idInTest } = exec.vu;
        if (idInTest === 1) {
          const secret = await secrets.get("a");
          console.log(secret, { secret }, [secret], JSON.stringify({ secret }));
          console.error("x" + secret + "x");
          throw new Error("thrown " + secret);
        }
        // Another thread puts together by itself what the first has fetched.
        sleep(0.5);
        console.warn("alp" + "ha-1", "be" + "ta-2", "gam" + "ma-3");
        if (idInTest === 4) exec.test.abort("because of alp" + "ha-1");
      }
    `,
    {
      settings: { ...settings, threads: 2 },
      options: { scenarios: { each: { executor: "per-vu-iterations", vus: 4, iterations: 1 } } },
    },
  );
  assertEquals(run.exitCode, 108);
  const log = run.records.map(({ message }) => message);
  assertEquals(log.filter((line) => /alpha-1|beta-2/.test(line)), []);
  assertEquals(run.lines[0], `${HIDDEN} { secret: "${HIDDEN}" } [ "${HIDDEN}" ] {"secret":"${HIDDEN}"}`);
  assertEquals(run.lines[1], `x${HIDDEN}x`);
  // What nobody has fetched is no secret yet.
  assertEquals(log.includes(`${HIDDEN} ${HIDDEN} gamma-3`), true);
  assertEquals(log.some((line) => line.includes(`Error: thrown ${HIDDEN}`)), true);
  assertStringIncludes(run.error!, `test aborted: because of ${HIDDEN}`);
});

Deno.test("an answer waits until its VU is not paused, and holds the iteration until then", async () => {
  const { lines } = await runScript(
    `
      import secrets from "k6/secrets";
      import { sleep } from "k6";
      export default function () {
        secrets.get("a").then(() => console.log("answered"));
        sleep(0.2);
        console.log("slept");
      }
    `,
    { settings, options: { iterations: 2 } },
  );
  assertEquals(lines, ["slept", "answered", "slept", "answered"]);
});

Deno.test("an iteration that waits for a secret can be interrupted, and one that has failed is over", async (t) => {
  await withSilentPeer(async (url) => {
    const secretSources = [`url=urlTemplate=${url}/{key}`];
    await t.step("interrupted", async () => {
      const scenarios = { it: { executor: "constant-vus", vus: 1, duration: "1s", gracefulStop: "0s" } };
      const { exitCode, summary } = await runScript(
        `import secrets from "k6/secrets"; export default async function () { await secrets.get("a"); }`,
        { settings: { secretSources }, options: { scenarios } },
      );
      assertEquals([exitCode, summary!.metrics.iterations], [0, undefined]);
    });
    await t.step("failed", async () => {
      const { errors, summary } = await runScript(
        `import secrets from "k6/secrets"; export default function () { secrets.get("a"); throw new Error("enough"); }`,
        { settings: { secretSources } },
      );
      assertEquals([errors.length, summary!.metrics.iterations!.values.count], [1, 1]);
    });
  });
});

Deno.test("the command takes sources by flag and environment, and its files have no secrets in them", async (t) => {
  const script = `
    import secrets from "k6/secrets";
    export default async function () { const s = await secrets.get("a"); console.log("it is " + s); throw new Error(s); }
  `;
  const run = (args: readonly string[], env: Record<string, string> = {}) =>
    runCommand(["run", "-q", "--summary-mode=disabled", ...args, "script.js"], {
      files: { "script.js": script, "secrets.txt": "a=hunter2\n" },
      env,
    });
  await t.step("by flag, to a console file and a log file", async () => {
    const { written, stderr } = await run([
      "--secret-source=file=secrets.txt",
      "--console-output=console.txt",
      "--log-output=file=log.txt",
    ]);
    assertStringIncludes(written["console.txt"]!, `it is ${HIDDEN}`);
    assertStringIncludes(written["log.txt"]!, `Error: ${HIDDEN}`);
    assertEquals([written["console.txt"]!, written["log.txt"]!, stderr].filter((text) => text.includes("hunter2")), []);
  });
  await t.step("by environment", async () => {
    const { stderr, code } = await run([], { K6_SECRET_SOURCE: "mock=a=hunter2,b=x" });
    assertStringIncludes(stderr, `it is ${HIDDEN}`);
    assertEquals([code, stderr.includes("hunter2")], [0, false]);
  });
  await t.step("the flag wins", async () => {
    const { stderr } = await run(["--secret-source=mock=b=1"], { K6_SECRET_SOURCE: "mock=a=hunter2" });
    assertStringIncludes(stderr, "no value");
  });
  await t.step("what is wrong ends the command with 255", async () => {
    const { stderr, code } = await run(["--secret-source=mock", "--secret-source=url=timeout=0s"]);
    assertEquals(code, 255);
    assertStringIncludes(stderr, "secret source 1 (mock): it needs secrets");
    assertStringIncludes(stderr, "secret source 2 (url): timeout must be greater than 0");
  });
});

Deno.test("the script's environment has no configuration of secret sources, unless it is granted by name", async () => {
  const files = {
    "script.js":
      "export default function () { console.log(Object.keys(__ENV).filter((n) => /SECRET/.test(n)).join()); }",
  };
  const env = { K6_SECRET_SOURCE: "mock=a=1", K6_SECRET_SOURCE_URL_HEADER_AUTHORIZATION: "x", MY_SECRET: "y" };
  const args = ["run", "-q", "--summary-mode=disabled", "script.js"];
  assertStringIncludes((await runCommand(args, { files, env })).stderr, "msg=MY_SECRET ");
  const granted = await runCommand([...args.slice(0, -1), "--allow-env=K6_SECRET_SOURCE", "script.js"], { files, env });
  assertStringIncludes(granted.stderr, "msg=K6_SECRET_SOURCE ");
});
