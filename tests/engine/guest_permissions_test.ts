import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { canRestrictWorkers } from "../../src/engine/guest_permissions.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

Deno.test({
  name: "a script reads below its own folder only, unless more is granted",
  // Workers of their own permissions are an unstable feature: `deno.json` switches it on for squall itself.
  ignore: !canRestrictWorkers(),
  async fn(t) {
    const folder = await Deno.makeTempDir();
    const [own, other] = [join(folder, "own"), join(folder, "other")];
    for (const path of [own, other]) {
      await Deno.mkdir(path);
      await Deno.writeTextFile(join(path, "a.txt"), "text");
    }
    const source = `
      function read(path) { try { return open(path); } catch (error) { return error.message; } }
      const texts = [read("./a.txt"), read("../other/a.txt")];
      export default function () { for (const text of texts) console.log(text); }
    `;
    const url = pathToFileURL(join(own, "s.js"));
    const permissions = {
      net: "all",
      denyNet: [],
      read: [] as readonly string[],
      import: [],
      sandbox: "standard",
    } as const;
    await t.step("not granted", async () => {
      const { lines } = await runScript(source, { url, settings: { permissions } });
      assertEquals(lines[0], "text");
      assertStringIncludes(lines[1]!, "other/a.txt");
    });
    await t.step("granted", async () => {
      const { lines } = await runScript(source, { url, settings: { permissions: { ...permissions, read: [other] } } });
      assertEquals(lines, ["text", "text"]);
    });
    await Deno.remove(folder, { recursive: true });
  },
});
