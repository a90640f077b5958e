/** Finds where a script writes what it exports: for errors about values that only show when the script has run. */

import type { ObjectExpression, Program, VariableDeclaration } from "acorn";
import type { ScriptError } from "../script_error.ts";
import type { Node } from "../transform/syntax.ts";
import type { ScriptEntry } from "./load_options.ts";
import { parseModule } from "./parse_module.ts";
import { SourceText } from "./source_text.ts";
import { stripTypes } from "./type_stripper.ts";

/** How often a name may stand for another name. */
const MOST_ALIASES = 8;

/** Finds places in one script. */
export class ExportLocator {
  readonly #source: SourceText;
  readonly #ast: Program;

  private constructor(source: SourceText) {
    this.#source = source;
    this.#ast = parseModule(source).ast;
  }

  /**
   * Reads a script that was loaded before.
   *
   * @param entry Where it is.
   * @returns The locator; `undefined` where the text cannot be had again.
   */
  static async open({ url, source }: ScriptEntry): Promise<ExportLocator | undefined> {
    try {
      const text = (source ?? await Deno.readTextFile(url)).replace(/^\ufeff/, "");
      if (/\.[cm]?ts$/.test(url.pathname)) return new ExportLocator(await stripTypes(url.href, text));
      const plain = new SourceText(url.href, text);
      return source === undefined ? new ExportLocator(plain) : await ExportLocator.#openInput(plain);
    } catch {
      // Not a file, or no longer there: the error that is to be placed has its text all the same.
      return undefined;
    }
  }

  /** Standard input has no name to tell TypeScript by. */
  static async #openInput(source: SourceText): Promise<ExportLocator> {
    try {
      return new ExportLocator(source);
    } catch {
      return new ExportLocator(await stripTypes(source.url, source.text));
    }
  }

  /**
   * Makes an error at the place of an exported value, or of the part of it that is written out nearest to it.
   *
   * @param error Code and message.
   * @param name The name of the export.
   * @param path The keys that lead from the export to the value.
   * @returns The error with its place and the lines around it; `undefined` where the export is not found.
   */
  error(
    { code, message }: { readonly code: string; readonly message: string },
    name: string,
    path: readonly string[] = [],
  ): ScriptError | undefined {
    const exported = this.#exported(name);
    if (exported === undefined) return undefined;
    let node = this.#written(exported);
    for (const key of path) {
      const member = memberOf(node, key);
      if (member === undefined) break;
      node = this.#written(member);
    }
    return this.#source.error(code, message, node.start);
  }

  /** What is exported under a name: an expression, a function or a class. */
  #exported(name: string): Node | undefined {
    for (const statement of this.#ast.body) {
      if (statement.type === "ExportNamedDeclaration") {
        const local = statement.specifiers.find(({ exported }) => nameOf(exported) === name);
        if (local !== undefined) return local.local;
        const declared = statement.declaration && declaredAs(statement.declaration, name);
        if (declared) return declared;
      }
      if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") continue;
      const { left, right } = statement.expression;
      if (left.type !== "MemberExpression" || left.property.type !== "Identifier") continue;
      // `exports.options = …`, `module.exports.options = …`, `module.exports = { options: … }`
      if (left.property.name === name) return right;
      const member = left.property.name === "exports" ? memberOf(right, name) : undefined;
      if (member !== undefined) return member;
    }
    return undefined;
  }

  /** Follows names and parentheses to what is written out. */
  #written(node: Node): Node {
    let found = node;
    for (let step = 0; step < MOST_ALIASES; step++) {
      if (found.type === "ParenthesizedExpression") found = found.expression;
      else if (found.type === "Identifier") {
        const { name } = found;
        const value = this.#ast.body.map((statement) => declaredAs(statement, name)).find((each) => each !== undefined);
        if (value === undefined) return found;
        found = value;
      } else return found;
    }
    return found;
  }
}

function declaredAs(statement: Node, name: string): Node | undefined {
  if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
    return statement.id?.name === name ? statement : undefined;
  }
  if (statement.type !== "VariableDeclaration") return undefined;
  const { declarations }: VariableDeclaration = statement;
  return declarations.find(({ id }) => id.type === "Identifier" && id.name === name)?.init ?? undefined;
}

/** A member of what is written out as an object or a list. */
function memberOf(node: Node, key: string): Node | undefined {
  if (node.type === "ArrayExpression") return node.elements[Number(key)] ?? undefined;
  if (node.type !== "ObjectExpression") return undefined;
  const { properties }: ObjectExpression = node;
  for (const property of properties) {
    if (property.type === "SpreadElement" || property.computed) continue;
    // Options are read in any case, as Go reads them.
    if (nameOf(property.key).toLowerCase() === key.toLowerCase()) return property.value;
  }
  return undefined;
}

function nameOf(key: Node): string {
  if (key.type === "Identifier") return key.name;
  return key.type === "Literal" ? String(key.value) : "";
}
