/** Rules of this house that `deno lint` does not have: short functions, telling file names, no arrows at the top level. */

import { fileURLToPath } from "node:url";

/** The most lines that a function may have. Half of that is a good length for a long one. */
const LONGEST_FUNCTION = 60;

/** Names that say nothing about what is in a file. */
const EMPTY_NAMES = /^(utils?|helpers?|types|common|misc|shared)(_test)?\.ts$/;

type Function =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

/** The repository, with a slash behind it. */
const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The path inside the repository; plugins are given absolute ones. */
function pathOf(context: Deno.lint.RuleContext): string {
  const { filename } = context;
  return (filename.startsWith(ROOT) ? filename.slice(ROOT.length) : filename).replaceAll("\\", "/");
}

function isTest(path: string): boolean {
  return path.startsWith("tests/");
}

/** Functions of the product fit on a screen. A test's callback, often a table of cases, may be longer. */
const functionLength: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context);
    if (isTest(path)) return {};
    function check(node: Function): void {
      const lines = context.sourceCode.getText(node).split("\n").length;
      if (lines <= LONGEST_FUNCTION) return;
      context.report({
        node,
        message: `This function has ${lines} lines, ${LONGEST_FUNCTION} are allowed`,
        hint: "Give its parts names of their own",
      });
    }
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

/** A file is named after its main export, in snake_case. */
const fileName: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context);
    const name = path.slice(path.lastIndexOf("/") + 1);
    return {
      Program(node) {
        if (EMPTY_NAMES.test(name)) {
          context.report({
            node,
            message: `${name} says nothing about what is in it`,
            hint: "Name a file after its main export",
          });
        } else if (!/^[a-z0-9_]+(\.d)?\.[jt]s$/.test(name)) {
          context.report({ node, message: `${name} is not in snake_case` });
        }
      },
    };
  },
};

/** Functions at the top level are declarations: they have a name in stack traces and may stand below their callers. */
const noTopLevelArrow: Deno.lint.Rule = {
  create(context) {
    function check(node: Deno.lint.VariableDeclarator): void {
      if (node.init?.type !== "ArrowFunctionExpression") return;
      context.report({ node, message: "A function at the top level is declared with `function`" });
    }
    return {
      "Program > VariableDeclaration > VariableDeclarator": check,
      "Program > ExportNamedDeclaration > VariableDeclaration > VariableDeclarator": check,
    };
  },
};

/** Only the command talks to the terminal; every other room hands its findings up. */
const noConsole: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context);
    const mayTalk = /^(?:cli\.ts$|src\/cli\/|examples\/|\.ci\/)/.test(path) || isTest(path);
    if (mayTalk) return {};
    return {
      'MemberExpression[object.name="console"]'(node: Deno.lint.MemberExpression) {
        context.report({ node, message: "Only the command writes to the console" });
      },
    };
  },
};

/** `#name` is private at run time too. A private constructor has no other spelling. */
const hashPrivate: Deno.lint.Rule = {
  create(context) {
    if (pathOf(context).startsWith("examples/")) return {};
    function check(node: Deno.lint.PropertyDefinition | Deno.lint.MethodDefinition): void {
      if (node.type === "MethodDefinition" && node.kind === "constructor") return;
      if (node.accessibility !== "private") return;
      context.report({ node, message: "A private member is written #name" });
    }
    return { PropertyDefinition: check, MethodDefinition: check };
  },
};

/** Rooms whose code runs in the threads of scripts, where a script's first line finds the runtime taken away. */
const THREAD_ROOMS = /^src\/(?:base|metrics|transport|script|scenario|api|runtime)\//;

/** What is in these rooms and never runs there, or before that; the last one is what takes the runtime away. */
const BEFORE_SCRIPTS =
  /^src\/(?:script\/load\/|runtime\/(?:thread_handle|thread_worker|shared_counters|guest_realm|frozen_intrinsics)\.ts$)/;

/** Names of the runtime that are gone by then. */
const RUNTIME_NAMES = new Set(
  ("Deno globalThis self process Buffer console fetch performance setTimeout clearTimeout setInterval clearInterval " +
    "setImmediate clearImmediate addEventListener removeEventListener dispatchEvent reportError postMessage navigator " +
    "AbortController AbortSignal Blob CompressionStream CustomEvent DecompressionStream ErrorEvent Event EventTarget " +
    "FormData Headers MessageChannel Request Response WebAssembly WebSocket Worker").split(" "),
);

type Named = Deno.lint.Expression | Deno.lint.Super;

/** Code that runs beside scripts takes what it needs of the runtime as its module is loaded: later it is not there. */
const capturedRuntime: Deno.lint.Rule = {
  create(context) {
    const path = pathOf(context);
    if (!THREAD_ROOMS.test(path) || BEFORE_SCRIPTS.test(path)) return {};
    const own = new Set<string>();
    function check(expression: Named, node: Deno.lint.Node): void {
      if (expression.type !== "Identifier" || !RUNTIME_NAMES.has(expression.name) || own.has(expression.name)) return;
      if (!context.sourceCode.getAncestors(node).some(isLater)) return;
      context.report({
        node: expression,
        message: `${expression.name} is gone when this runs beside a script`,
        hint: "Take what is needed of it at the top of the module",
      });
    }
    return {
      Program({ body }) {
        for (const name of body.flatMap(namesOf)) own.add(name);
      },
      ClassDeclaration: ({ id }) => void (id && own.add(id.name)),
      FunctionDeclaration: ({ id }) => void (id && own.add(id.name)),
      MemberExpression: (node) => check(node.object, node),
      CallExpression: (node) => check(node.callee, node),
      NewExpression: (node) => check(node.callee, node),
      VariableDeclarator: (node) => node.init && check(node.init, node),
    };
  },
};

/** Whether what is inside a node runs when the module has long been loaded. */
function isLater(node: Deno.lint.Node): boolean {
  const { type } = node;
  if (type === "PropertyDefinition") return !node.static;
  return type === "FunctionDeclaration" || type === "FunctionExpression" || type === "ArrowFunctionExpression";
}

/** What a statement at the top of a module declares, as far as it takes names of the runtime. */
function namesOf(statement: Deno.lint.Statement): string[] {
  if (statement.type === "ClassDeclaration") return statement.id === null ? [] : [statement.id.name];
  if (statement.type === "ExportNamedDeclaration") {
    return statement.declaration === null ? [] : namesOf(statement.declaration as Deno.lint.Statement);
  }
  if (statement.type === "ImportDeclaration") return statement.specifiers.map(({ local }) => local.name);
  if (statement.type !== "VariableDeclaration") return [];
  return statement.declarations.flatMap(({ id }) => {
    if (id.type === "Identifier") return [id.name];
    if (id.type !== "ObjectPattern") return [];
    return id.properties.flatMap((each) =>
      each.type === "Property" && each.value.type === "Identifier" ? [each.value.name] : []
    );
  });
}

/** The plugin, as `deno.json` loads it. */
const plugin: Deno.lint.Plugin = {
  name: "squall",
  rules: {
    "function-length": functionLength,
    "file-name": fileName,
    "no-top-level-arrow": noTopLevelArrow,
    "no-console": noConsole,
    "hash-private": hashPrivate,
    "captured-runtime": capturedRuntime,
  },
};

export default plugin;
