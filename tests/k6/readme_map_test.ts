/** The import map that the README gives to editors, tried as a user would: in a folder that has nothing else. */

import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { listFiles, REPOSITORY } from "../checks/repository.ts";
import { assert, assertEquals } from "../support/assert.ts";

interface EditorConfig {
  readonly imports: Record<string, string>;
  readonly compilerOptions: { readonly types: string[] };
}

const PACKAGE = "jsr:@squall/squall";

/** An export of the package, in this checkout. */
function inCheckout(specifier: string): string {
  const path = (config.exports as Readonly<Record<string, string>>)[`.${specifier.slice(PACKAGE.length)}`];
  assert(specifier.startsWith(PACKAGE) && path !== undefined, specifier);
  return fileURLToPath(new URL(path, REPOSITORY));
}

async function readMap(): Promise<EditorConfig> {
  const readme = await Deno.readTextFile(new URL("README.md", REPOSITORY));
  const { imports, compilerOptions } = JSON.parse(/```json\n(\{\s+"imports": \{\s+"k6":.*?)```/s.exec(readme)![1]!);
  return {
    imports: Object.fromEntries(
      Object.entries<string>(imports).map(([name, to]) => [name, inCheckout(to)]),
    ),
    compilerOptions: { types: compilerOptions.types.map(inCheckout) },
  };
}

Deno.test("the import map of the README finds and types everything that the scripts among the examples import", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(await readMap()));
    const examples = await listFiles("examples", /(?<!_test)\.[jt]s$/);
    await Deno.mkdir(`${folder}/examples`);
    for (const path of examples) await Deno.copyFile(new URL(path, REPOSITORY), `${folder}/${path}`);
    await Deno.writeTextFile(
      `${folder}/wrong.ts`,
      'import ws from "k6/ws"; ws.connect("ws://a", (s) => s.on("no such event", () => __VU));',
    );
    const check = (paths: readonly string[]) =>
      new Deno.Command(Deno.execPath(), { args: ["check", ...paths], cwd: folder, env: { NO_COLOR: "1" } }).output();
    const { success, stderr } = await check(examples);
    assert(success, new TextDecoder().decode(stderr));
    assertEquals((await check(["wrong.ts"])).success, false);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
