/** Parses a module: as an ES module, or as CommonJS if it is none. */

import { type Options, parse, type Program } from "acorn";
import { childrenOf, type Node } from "../transform/syntax.ts";
import type { SourceText } from "./source_text.ts";

/** A parsed module. */
export interface ParsedModule {
  readonly ast: Program;
  readonly kind: "module" | "commonjs";
}

/** Without one of these words a text cannot be an ES module. */
const MODULE_WORD_REGEXP = /\b(import|export|await)\b/;
const DECLARATION_REGEXP = /^\s*(import|export)\b/m;

const OPTIONS: Options = { ecmaVersion: "latest", preserveParens: true, allowHashBang: true };

/**
 * Parses a module as k6 does: a file without `import`, `export` and top-level `await` is CommonJS. Both are strict.
 *
 * @throws {ScriptError} When it is neither.
 */
export function parseModule(source: SourceText): ParsedModule {
  if (!MODULE_WORD_REGEXP.test(source.text)) return { ast: parseCommonJs(source), kind: "commonjs" };
  let ast: Program;
  try {
    ast = parse(source.text, { ...OPTIONS, sourceType: "module" });
  } catch (error) {
    if (DECLARATION_REGEXP.test(source.text)) throw syntaxError(source, error);
    return { ast: parseCommonJs(source), kind: "commonjs" };
  }
  return { ast, kind: isEsModule(ast) ? "module" : "commonjs" };
}

function parseCommonJs(source: SourceText): Program {
  try {
    return parse(source.text, { ...OPTIONS, sourceType: "commonjs", strict: true });
  } catch (error) {
    throw syntaxError(source, error);
  }
}

function isEsModule(ast: Program): boolean {
  return ast.body.some(({ type }) => type.startsWith("Import") || type.startsWith("Export")) || awaits(ast);
}

/** Whether there is an `await`, or an `import.meta`, outside of all functions. */
function awaits(node: Node): boolean {
  if (node.type === "AwaitExpression" || node.type === "MetaProperty") return true;
  if (node.type === "ForOfStatement" && node.await) return true;
  if (node.type.includes("Function") || node.type === "ClassBody") return false;
  return childrenOf(node).some(awaits);
}

/** The parser says where in words and in a property, and does not say what it found. */
function syntaxError(source: SourceText, error: unknown): Error {
  if (!(error instanceof SyntaxError)) throw error;
  const { pos, message } = error as SyntaxError & { readonly pos: number };
  const reason = message.replace(/ \(\d+:\d+\)$/, "");
  const found = reason === "Unexpected token" ? ` ${tokenAt(source.text, pos)}` : "";
  return source.error("SCRIPT_SYNTAX", reason + found, pos);
}

function tokenAt(text: string, offset: number): string {
  const token = /^(?:[\p{ID_Start}$_][\p{ID_Continue}$]*|\d+|\S)/u.exec(text.slice(offset, offset + 40));
  return token === null ? "end of file" : `"${token[0]}"`;
}
