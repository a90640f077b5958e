/** Import and export declarations: the loader has read them, so they are blanked; what they declare stays. */

import type * as acorn from "acorn";
import type { Emission, Emitters } from "./emission.ts";
import { isAnonymous } from "./syntax.ts";

/** Emitters of import and export declarations. */
export const MODULE_EMITTERS: Emitters = {
  ImportDeclaration: (e, node) => e.out.blank(node.start, node.end),
  ExportAllDeclaration: (e, node) => e.out.blank(node.start, node.end),
  ExportNamedDeclaration(e, node) {
    const { declaration } = node;
    e.out.blank(node.start, declaration ? declaration.start : node.end);
    if (declaration) e.emit(declaration);
  },
  ExportDefaultDeclaration(e, node) {
    const { declaration } = node;
    e.out.blank(node.start, declaration.start);
    const isDeclared = declaration.type === "FunctionDeclaration" ||
      (declaration.type === "ClassDeclaration" && Boolean(declaration.id));
    if (isDeclared) e.emit(declaration);
    else emitDefaultValue(e, node);
  },
};

function emitDefaultValue(e: Emission, { start, end, declaration }: acorn.ExportDefaultDeclaration): void {
  const isNamedAfterExport = isAnonymous(declaration);
  e.out.write(`;const ${e.names.default}=${isNamedAfterExport ? "({default:" : "("}`, start);
  e.emit(declaration);
  e.out.write(isNamedAfterExport ? "}).default;" : ");", start);
  e.out.blank(declaration.end, end);
}
