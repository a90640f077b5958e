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

/** The plugin, as `deno.json` loads it. */
const plugin: Deno.lint.Plugin = {
  name: "squall",
  rules: {
    "function-length": functionLength,
    "file-name": fileName,
    "no-top-level-arrow": noTopLevelArrow,
    "no-console": noConsole,
    "hash-private": hashPrivate,
  },
};

export default plugin;
