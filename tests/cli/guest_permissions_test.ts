import { fileURLToPath } from "node:url";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runCommand } from "../support/run_command.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

Deno.test("what a script may not do is refused with the flag that allows it", async (t) => {
  const dial = 'import { WebSocket } from "k6/websockets"; export default function () { ' +
    'const ws = new WebSocket("ws://127.0.0.1:9/"); ws.onerror = (e) => console.log(e.error); }';
  const cases: { name: string; args: string[]; source: string; said: string }[] = [
    {
      name: "read",
      args: [],
      source: 'open("/etc/passwd"); export default function () {}',
      said: "--allow-read=/etc/passwd",
    },
    { name: "dial", args: ["--allow-net=example.com"], source: dial, said: "--allow-net=127.0.0.1:9" },
    { name: "denied host", args: ["--deny-net=127.0.0.1"], source: dial, said: "denied by --deny-net=127.0.0.1" },
    { name: "strict dial", args: ["--sandbox=strict"], source: dial, said: "--allow-net=127.0.0.1:9" },
    {
      name: "import",
      args: ["--allow-import=example.com"],
      source: 'import "https://127.0.0.1:9/a.js"; export default function () {}',
      said: "--allow-import=127.0.0.1:9",
    },
    {
      name: "strict read below the script's folder",
      args: ["--sandbox=strict"],
      source: 'open("./s.js"); export default function () {}',
      said: "--allow-read=DIR/s.js",
    },
  ];
  for (const { name, args, source, said } of cases) {
    await t.step(name, async () => {
      const { stdout, stderr } = await runCommand(["run", "-q", ...args, "s.js"], { files: { "s.js": source } });
      assertStringIncludes(stdout + stderr, said);
    });
  }
});

Deno.test("__ENV has of the environment what is granted", async (t) => {
  const source = "export default function () { console.log([__ENV.A, __ENV.B, __ENV.C].join()); }";
  const cases: [string[], string][] = [
    [[], "1,2,"],
    [["--allow-env=A"], "1,,"],
    [["--sandbox=strict"], ",,"],
    [["--sandbox=strict", "--allow-env=B", "-e", "C=3"], ",2,3"],
    [["--include-system-env-vars=false"], ",,"],
  ];
  for (const [args, said] of cases) {
    await t.step(args.join(" "), async () => {
      const { stderr } = await runCommand(["run", "-q", ...args, "s.js"], {
        files: { "s.js": source },
        env: { A: "1", B: "2" },
      });
      assertStringIncludes(stderr, `msg="${said}"`);
    });
  }
});

Deno.test({
  name: "under few permissions of Deno no prompt appears at a terminal",
  ignore: Deno.build.os !== "linux",
  async fn(t) {
    const folder = await Deno.realPath(await Deno.makeTempDir());
    await Deno.writeTextFile(`${folder}/s.js`, 'export default function () { console.log("ran"); }');
    const cases: [string, string][] = [
      ["", `--allow-read=${folder}/s.js`],
      [`--allow-read=${folder}`, "thread_worker.ts"],
      [`--allow-read=${folder},${ROOT}`, "ran"],
    ];
    for (const [flags, said] of cases) {
      await t.step(flags, async () => {
        const command = `${Deno.execPath()} run --quiet ${flags} ${ROOT}cli.ts run -q ${folder}/s.js`;
        const { stdout } = await new Deno.Command("script", { args: ["-qec", command, "/dev/null"], stdin: "null" })
          .output();
        const text = new TextDecoder().decode(stdout);
        assertStringIncludes(text, said);
        assertEquals(text.includes("Allow?"), false);
      });
    }
    await Deno.remove(folder, { recursive: true });
  },
});
