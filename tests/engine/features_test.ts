import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

/** Runs a script whose tags are `a` and `b`, with a flag that sets `b`; says which tags its samples have. */
async function tagsWith(features: string[]): Promise<string[]> {
  const tags = ["a:script", "b:script", "b:flag", "k6_feature_merge_run_tags:true", "k6_feature_freeze_env:true"];
  const thresholds = Object.fromEntries(tags.map((tag) => [`iterations{${tag}}`, []]));
  const { summary, exitCode } = await runScript(
    `export const options = { tags: { a: "script", b: "script" } }; export default function () {}`,
    { options: { tags: { b: "flag" }, thresholds }, settings: { features } },
  );
  assertEquals(exitCode, 0);
  return tags.filter((tag) => summary?.metrics[`iterations{${tag}}`]?.values.count === 1);
}

Deno.test("merge-run-tags adds up the tags of all layers, and samples tell which features a run has", async () => {
  assertEquals(await tagsWith([]), ["b:flag"]);
  assertEquals(await tagsWith(["merge-run-tags"]), ["a:script", "b:flag", "k6_feature_merge_run_tags:true"]);
  assertEquals(await tagsWith(["freeze-env"]), ["b:flag", "k6_feature_freeze_env:true"]);
});

Deno.test("freeze-env keeps scripts from changing __ENV, that of a scenario too", async () => {
  const script = `
    export const options = { scenarios: {
      plain: { executor: "shared-iterations" },
      own: { executor: "shared-iterations", env: { B: "scenario" }, startTime: "10ms" },
    } };
    let early;
    try { __ENV.A = "init"; early = __ENV.A; } catch (error) { early = error.name; }
    export default function () {
      try { __ENV.A = "changed"; } catch (error) { console.log(error.name); }
      console.log(early, __ENV.A, __ENV.B, Object.isFrozen(__ENV));
    }`;
  const run = async (features: string[]) => {
    const { lines } = await runScript(script, { options: {}, env: { A: "1" }, settings: { features } });
    return lines;
  };
  assertEquals(await run([]), ["init changed undefined false", "init changed scenario false"]);
  assertEquals(await run(["freeze-env"]), [
    "TypeError",
    "TypeError 1 undefined true",
    "TypeError",
    "TypeError 1 scenario true",
  ]);
});

Deno.test("features that make no difference and features that do not exist are named, and the run goes on", async () => {
  const { exitCode, errors, warnings } = await runScript("export default function () {}", {
    settings: { features: ["native-histograms", "nope"] },
  });
  assertEquals([exitCode, errors, warnings], [
    0,
    ["Unknown feature: nope: expected merge-run-tags, freeze-env, native-histograms"],
    ["The feature native-histograms makes no difference: squall keeps trends as histograms in any case"],
  ]);
});
