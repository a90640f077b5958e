/** TypeScript to JavaScript: types become blanks; what is more than types is transformed, with a source map. */

import { Buffer } from "node:buffer";
import { messageOf } from "../../base/mod.ts";
import { ScriptError } from "../script_error.ts";
import { codeFrame, SourceText } from "./source_text.ts";

/** Takes the types out of a text. */
type Stripper = (text: string, mode: "strip" | "transform", url: string) => string;

/** The runtime's own stripper as Deno has it: the types of newer Node releases know the mode `strip` alone. */
type RuntimeStripper = (
  text: string,
  options: { mode: "strip" | "transform"; sourceUrl: string; sourceMap: boolean },
) => string;

const INLINE_MAP_REGEXP = /\n\/\/# sourceMappingURL=data:application\/json;base64,([A-Za-z0-9+/=]*)\s*$/;
/** The place in the message of the transformer's syntax errors. */
const PLACE_REGEXP = /:(\d+):(\d+)\)?\s*$/m;

let stripper: Promise<Stripper> | undefined;

/**
 * Takes the types out of a module.
 *
 * @param url The module's URL.
 * @param written Its text.
 * @returns The JavaScript, on the same lines unless the module has enums, namespaces or parameter properties.
 * @throws {ScriptError} When the text is not TypeScript.
 */
export async function stripTypes(url: string, written: string): Promise<SourceText> {
  stripper ??= loadStripper();
  const strip = await stripper;
  try {
    return new SourceText(url, strip(written, "strip", url), { written, sourceMap: undefined });
  } catch { /* It needs more than blanks, or it is wrong: the transformer tells which. */ }
  try {
    const transformed = strip(written, "transform", url);
    const map = INLINE_MAP_REGEXP.exec(transformed)?.[1];
    const text = transformed.replace(INLINE_MAP_REGEXP, "");
    return new SourceText(url, text, { written, sourceMap: map === undefined ? undefined : decodeText(map) });
  } catch (error) {
    throw syntaxError(url, written, messageOf(error));
  }
}

/** The runtime's own type stripper, or the package with the same engine where the runtime has none. */
async function loadStripper(): Promise<Stripper> {
  const { stripTypeScriptTypes } = await import("node:module") as { stripTypeScriptTypes?: RuntimeStripper };
  if (stripTypeScriptTypes !== undefined) {
    return (text, mode, sourceUrl) => stripTypeScriptTypes(text, { mode, sourceUrl, sourceMap: mode === "transform" });
  }
  // By its default export: a bundler gives a CommonJS module no other.
  const { default: { transformSync } } = await import("amaro");
  return (text, mode, filename) => {
    const { code, map } = transformSync(text, {
      mode: mode === "strip" ? "strip-only" : "transform",
      filename,
      sourceMap: mode === "transform",
    });
    return map ? `${code}\n//# sourceMappingURL=data:application/json;base64,${encodeText(map)}` : code;
  };
}

function syntaxError(url: string, written: string, message: string): ScriptError {
  const place = PLACE_REGEXP.exec(message);
  const reason = message.split("\n")[0]!.replace(/^SyntaxError: /, "");
  if (place === null) return new ScriptError("SCRIPT_SYNTAX", reason, { url });
  const position = { line: Number(place[1]), column: Number(place[2]) };
  return new ScriptError("SCRIPT_SYNTAX", reason, { url, ...position, frame: codeFrame(written, position) });
}

function decodeText(base64: string): string {
  return Buffer.from(base64, "base64").toString();
}

function encodeText(text: string): string {
  return Buffer.from(text).toString("base64");
}
