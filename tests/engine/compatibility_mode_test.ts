import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

Deno.test("in base mode scripts do not see their global object as global", async () => {
  const script = `
    const early = typeof global;
    export default function () { console.log(early, typeof global, typeof globalThis, "global" in globalThis); }`;
  const lines = async (compatibilityMode?: "base" | "extended") =>
    (await runScript(script, { settings: { compatibilityMode } })).lines;
  assertEquals(await lines(), ["object object object true"]);
  assertEquals(await lines("extended"), ["object object object true"]);
  assertEquals(await lines("base"), ["undefined undefined object false"]);
});
