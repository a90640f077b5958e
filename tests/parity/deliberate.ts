/** Which differences from k6 are on purpose: the names that `docs/k6.md` gives them. */

import type { DifferenceName } from "../checks/k6_page/differences.ts";
import type { RunDifference } from "./compare_runs.ts";

/** A difference that is known. */
interface Rule {
  readonly name: DifferenceName;
  readonly kind: readonly RunDifference["kind"][];
  /** The path of the script. */
  readonly script: RegExp;
  readonly subject: RegExp;
}

const RULES: readonly Rule[] = [
  {
    name: "cut-off-sessions",
    kind: ["metric", "samples", "summary", "export"],
    script: /websockets_(?:exception|interrupted)/,
    subject: /^(?: |metrics\.)?ws_session_duration/,
  },
  { name: "buffered-amount", kind: ["printed"], script: /websockets_states/, subject: /closed 3 -?\d+ blob/ },
  { name: "stacks", kind: ["logged"], script: /execution_abort/, subject: /test aborted/ },
  {
    name: "aborted-iteration",
    kind: ["samples", "summary", "export"],
    script: /execution_abort\.js/,
    subject: /^(?: |metrics\.)?iterations?/,
  },
  { name: "pages", kind: ["printed"], script: /html/, subject: /csrf=/ },
  { name: "setup-data", kind: ["samples", "printed", "summary", "export"], script: /setup_and_teardown/, subject: /./ },
  {
    name: "blobs",
    kind: ["metric", "samples", "logged", "summary", "export"],
    script: /websockets_blobs/,
    subject: /./,
  },
  {
    name: "async-groups",
    kind: ["metric", "samples", "export"],
    script: /async/,
    subject: /group_duration|groups\.inside/,
  },
  { name: "threshold-values", kind: ["summary"], script: /summary_/, subject: /'avg<100' avg=/ },
  { name: "machine-summary", kind: ["printed", "export"], script: /handle_summary_machine/, subject: /./ },
  {
    name: "own-words",
    kind: ["logged"],
    script: /bad_|contradicting_|missing_module|syntax_error|unknown_module/,
    subject: /There were problems|invalid threshold|simultaneously|moduleSpecifier|Unexpected token|unknown module/,
  },
  { name: "bad-scripts", kind: ["exit code", "logged"], script: /script_without_functions/, subject: /^$|no exported/ },
  { name: "own-words", kind: ["logged", "summary"], script: /summary_/, subject: /deprecated/ },
];

/**
 * Whether a difference is on purpose.
 *
 * @param script The path of the script.
 * @param difference What differs.
 * @returns Its name on the page about k6.
 */
export function deliberate(script: string, { kind, subject }: RunDifference): DifferenceName | undefined {
  return RULES.find((rule) => rule.kind.includes(kind) && rule.script.test(script) && rule.subject.test(subject))?.name;
}

/** The names of all that is known. */
export const RULE_NAMES: readonly DifferenceName[] = RULES.map(({ name }) => name);
