/** What a module imports and exports, as its declarations say. */

import type * as acorn from "acorn";
import { bindingName, type Node, patternNames } from "./syntax.ts";

/** A module specifier in the text. */
export interface Request {
  readonly specifier: string;
  /** The literal that names the module. */
  readonly node: acorn.Literal;
  readonly isJson: boolean;
}

/** One imported binding. */
export interface ImportedName {
  readonly request: Request;
  readonly local: string;
  /** The name in the exporting module; `undefined`: its namespace. */
  readonly imported: string | undefined;
  readonly node: Node;
}

/** One name exported from a binding of the module itself, which may be an imported one. */
export interface LocalExport {
  readonly exported: string;
  readonly local: string;
  readonly node: Node;
}

/** One name passed on from another module. */
export interface IndirectExport {
  readonly exported: string;
  readonly request: Request;
  /** The name in the other module; `undefined`: its namespace. */
  readonly imported: string | undefined;
  readonly node: Node;
}

/** The import and export declarations of a module. */
export interface ModuleSyntax {
  /** All static requests, in order, with repetitions. */
  readonly requests: readonly Request[];
  readonly imports: readonly ImportedName[];
  readonly localExports: readonly LocalExport[];
  readonly indirectExports: readonly IndirectExport[];
  /** `export * from`. */
  readonly stars: readonly Request[];
}

/** The name under which an anonymous default export is bound in the module's scope. No identifier can be this name. */
export const DEFAULT_BINDING = "*default*";

/** Reads the declarations of a module. */
export function readModuleSyntax(program: acorn.Program): ModuleSyntax {
  const reader = new ModuleSyntaxReader();
  for (const statement of program.body) reader.read(statement);
  return reader;
}

class ModuleSyntaxReader implements ModuleSyntax {
  readonly requests: Request[] = [];
  readonly imports: ImportedName[] = [];
  readonly localExports: LocalExport[] = [];
  readonly indirectExports: IndirectExport[] = [];
  readonly stars: Request[] = [];

  read(statement: Node): void {
    switch (statement.type) {
      case "ImportDeclaration":
        this.#readImport(statement);
        break;
      case "ExportNamedDeclaration":
        if (statement.source) this.#readIndirect(statement, this.#request(statement.source, statement.attributes));
        else this.#readLocal(statement);
        break;
      case "ExportDefaultDeclaration":
        this.#readDefault(statement);
        break;
      case "ExportAllDeclaration":
        this.#readAll(statement);
        break;
    }
  }

  #request(node: acorn.Literal, attributes: readonly acorn.ImportAttribute[]): Request {
    const isJson = attributes.some(({ key, value }) => bindingName(key) === "type" && value.value === "json");
    const request = { specifier: String(node.value), node, isJson };
    this.requests.push(request);
    return request;
  }

  #readImport({ source, attributes, specifiers }: acorn.ImportDeclaration): void {
    const request = this.#request(source, attributes);
    for (const node of specifiers) {
      let imported: string | undefined;
      if (node.type === "ImportDefaultSpecifier") imported = "default";
      else if (node.type === "ImportSpecifier") imported = bindingName(node.imported);
      this.imports.push({ request, local: node.local.name, imported, node });
    }
  }

  #readIndirect({ specifiers }: acorn.ExportNamedDeclaration, request: Request): void {
    for (const node of specifiers) {
      const names = { exported: bindingName(node.exported), imported: bindingName(node.local) };
      this.indirectExports.push({ ...names, request, node });
    }
  }

  #readLocal({ declaration, specifiers }: acorn.ExportNamedDeclaration): void {
    for (const node of specifiers) {
      this.localExports.push({ exported: bindingName(node.exported), local: bindingName(node.local), node });
    }
    if (!declaration) return;
    const ids = declaration.type === "VariableDeclaration"
      ? declaration.declarations.flatMap(({ id }) => patternNames(id))
      : [declaration.id];
    for (const node of ids) this.localExports.push({ exported: node.name, local: node.name, node });
  }

  #readDefault({ declaration }: acorn.ExportDefaultDeclaration): void {
    const isNamed = declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
    const local = (isNamed ? declaration.id?.name : undefined) ?? DEFAULT_BINDING;
    this.localExports.push({ exported: "default", local, node: declaration });
  }

  #readAll(node: acorn.ExportAllDeclaration): void {
    const request = this.#request(node.source, node.attributes);
    if (!node.exported) this.stars.push(request);
    else this.indirectExports.push({ exported: bindingName(node.exported), request, imported: undefined, node });
  }
}
