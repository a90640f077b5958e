/** How references to names of other modules and of the VU's scope are written. */

import type * as acorn from "acorn";
import type { BoundModule } from "./bind_walk.ts";
import type { CodeNames } from "./code_names.ts";
import type { Binding } from "./scope.ts";

/** What an import refers to. */
export interface ResolvedImport {
  /** The index of the exporting module among the links of the importing one. */
  readonly link: number;
  /** What kind of module that is. */
  readonly kind: "module" | "builtin" | "commonjs" | "json";
  /** The name there; `undefined`: the namespace. */
  readonly imported: string | undefined;
  /** Whether the value can be read once and for all when the importing module is evaluated. */
  readonly isConstant: boolean;
}

/** What the names outside of a module are. */
export interface OuterNames {
  /** Names of the language that all VUs share. */
  readonly shared: ReadonlySet<string>;
  /** Names that every VU's scope is known to have. */
  readonly scoped: ReadonlySet<string>;
  /** What the module imports, by local name. */
  readonly imports: ReadonlyMap<string, ResolvedImport>;
}

const IDENTIFIER_REGEXP = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const COMMON_JS_NAMES: ReadonlySet<string> = new Set(["module", "exports", "require", "arguments"]);

/** Writes the references of one module. */
export class ReferenceTexts {
  readonly #bound: BoundModule;
  readonly #names: CodeNames;
  readonly #outer: OuterNames;
  readonly #isCommonJs: boolean;

  constructor(bound: BoundModule, names: CodeNames, outer: OuterNames, isCommonJs: boolean) {
    this.#bound = bound;
    this.#names = names;
    this.#outer = outer;
    this.#isCommonJs = isCommonJs;
  }

  /**
   * The code that stands for a reference.
   *
   * @returns `undefined`: the identifier itself.
   */
  text(node: acorn.Identifier): string | undefined {
    if (!this.#bound.references.has(node)) return undefined;
    const binding = this.#bound.references.get(node);
    if (binding === undefined) return this.#globalText(node.name);
    if (binding.kind !== "import") return undefined;
    const resolved = this.#outer.imports.get(binding.name);
    return resolved === undefined || resolved.isConstant ? undefined : this.#importText(binding, resolved);
  }

  /** The operand of `typeof` for a name that may not exist. */
  typeofText(node: acorn.Identifier): string | undefined {
    const isGlobal = this.#bound.references.has(node) && this.#bound.references.get(node) === undefined;
    if (isGlobal && this.#isUnknown(node.name)) return `${this.#names.scope}.${node.name}`;
    return this.text(node);
  }

  /** The declarations of the imports that are read once and for all. */
  constants(): string {
    let code = "";
    for (const [local, resolved] of this.#outer.imports) {
      const binding = this.#bound.scope.own(local);
      if (!resolved.isConstant || binding === undefined || !binding.isReferenced) continue;
      code += `const ${local}=${this.#importText(binding, resolved)};`;
    }
    return code;
  }

  #importText(binding: Binding, { link, kind, imported }: ResolvedImport): string {
    const { links, helpers, record } = this.#names;
    const target = `${links}[${link}]`;
    const exporter = kind === "commonjs" ? `${target}.exports` : target;
    if (imported === undefined) {
      const needsNamespace = kind === "module" && !this.#bound.memberOnly.has(binding);
      return needsNamespace ? `${record}.namespace(${link})` : exporter;
    }
    if (kind === "commonjs" && imported === "default") return `${helpers}.defaultOf(${exporter})`;
    return exporter + (IDENTIFIER_REGEXP.test(imported) ? `.${imported}` : `[${JSON.stringify(imported)}]`);
  }

  #globalText(name: string): string | undefined {
    const { scope, helpers, record } = this.#names;
    if (name === "globalThis") return scope;
    if (this.#isCommonJs ? COMMON_JS_NAMES.has(name) : false) return undefined;
    if (name === "require") return `${record}.require`;
    if (this.#outer.scoped.has(name)) return `${scope}.${name}`;
    if (this.#outer.shared.has(name)) return undefined;
    return `${helpers}.having(${scope},"${name}").${name}`;
  }

  #isUnknown(name: string): boolean {
    return this.#globalText(name)?.startsWith(`${this.#names.helpers}.`) ?? false;
  }
}
