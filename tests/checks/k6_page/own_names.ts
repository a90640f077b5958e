/** What squall calls what it has, read from the tables of the code and from the types of the modules. */

import { fileURLToPath } from "node:url";
import { K6_UTILS_SPECIFIER, MODULES } from "../../../src/api/mod.ts";
import { REPOSITORY } from "../repository.ts";

/** The members of objects by the names of their types. */
export type Objects = Readonly<Record<string, readonly string[]>>;

interface Documentation {
  readonly nodes: Readonly<
    Record<string, {
      readonly symbols: readonly {
        readonly name: string;
        readonly declarations: readonly {
          readonly def?: {
            readonly properties?: readonly { readonly name: string }[];
            readonly methods?: readonly { readonly name: string }[];
          };
        }[];
      }[];
    }>
  >;
}

/** What the types of all modules say of the objects that scripts get from them, by specifier. */
export async function readObjects(): Promise<Readonly<Record<string, Objects>>> {
  const { exports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", REPOSITORY)));
  const entries = await Promise.all([...MODULES.keys()].map(async (specifier) => {
    const file: string = exports[specifier === K6_UTILS_SPECIFIER ? "./k6-utils" : `./${specifier}`];
    return [specifier, await objectsOf(file)] as const;
  }));
  return Object.fromEntries(entries);
}

async function objectsOf(file: string): Promise<Objects> {
  const path = fileURLToPath(new URL(file, REPOSITORY));
  const { stdout } = await new Deno.Command(Deno.execPath(), { args: ["doc", "--json", path] }).output();
  const { nodes }: Documentation = JSON.parse(new TextDecoder().decode(stdout));
  const symbols = Object.values(nodes).flatMap((node) => node.symbols);
  return Object.fromEntries(symbols.map(({ name, declarations }) => {
    const members = declarations.flatMap(({ def }) => [...def?.properties ?? [], ...def?.methods ?? []]);
    return [name, [...new Set(members.map((member) => member.name))]];
  }));
}

/** The variables of the environment that the code names. */
export async function readVariables(files: readonly string[]): Promise<string[]> {
  const names = new Set<string>();
  for (const file of files) {
    const text = await Deno.readTextFile(new URL(file, REPOSITORY));
    for (const [name] of text.matchAll(/(?<=["`.])K6_[A-Z0-9]+(?:_[A-Z0-9]+)*(?=["`\s;,)])/g)) names.add(name);
  }
  return [...names].sort();
}
