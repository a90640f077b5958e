/** Completions for shells, made from the table of flags. */

import { type Flag, isBare } from "./flag.ts";
import { type Verb, VERBS } from "./flags.ts";

/** The shells that there are completions for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

/** One of them. */
export type Shell = typeof SHELLS[number];

/** Verbs that take a file. */
const FILE_VERBS: readonly Verb[] = ["run", "archive", "inspect", "new", "deps"];

const FORMATS: Readonly<Record<Shell, () => string>> = { bash: formatBash, zsh: formatZsh, fish: formatFish };

/**
 * Writes the completions for a shell.
 *
 * @param shell Which.
 * @returns A script that the shell reads.
 */
export function formatCompletions(shell: Shell): string {
  return FORMATS[shell]();
}

function verbs(): [Verb, { readonly doc: string; readonly flags: readonly Flag[] }][] {
  return Object.entries(VERBS) as [Verb, { doc: string; flags: readonly Flag[] }][];
}

/** What stands behind a verb, besides flags. */
function operands(verb: Verb): readonly string[] {
  if (verb === "completions") return SHELLS;
  return verb === "help" ? Object.keys(VERBS) : [];
}

function formatBash(): string {
  const names = Object.keys(VERBS).join(" ");
  const values = VERBS.run.flags.filter(({ kind }) => kind.words !== undefined)
    .map(({ name, kind }) =>
      `    --${name}) COMPREPLY=($(compgen -W "${kind.words!.join(" ")}" -- "$current")); return ;;`
    );
  const cases = verbs().map(([verb, { flags }]) => {
    const words = [...flags.map(({ name }) => `--${name}`), ...operands(verb)].join(" ");
    const files = FILE_VERBS.includes(verb) ? ` $(compgen -f -- "$current")` : "";
    return `    ${verb}) COMPREPLY=($(compgen -W "${words}" -- "$current")${files}) ;;`;
  });
  return `_squall() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} verb="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD - 1}"; do
    case " ${names} " in *" $word "*) verb=$word; break ;; esac
  done
  case $previous in
${values.join("\n")}
  esac
  case $verb in
    "") COMPREPLY=($(compgen -W "${names}" -- "$current")) ;;
${cases.join("\n")}
  esac
}
complete -o filenames -F _squall squall
`;
}

function formatZsh(): string {
  const described = verbs().map(([verb, { doc }]) => `    ${quote(`${verb}:${doc}`)}`);
  const cases = verbs().map(([verb, { flags }]) => {
    const specs = flags.flatMap(zshFlag);
    const words = operands(verb);
    if (FILE_VERBS.includes(verb)) specs.push("'*:script:_files'");
    else if (words.length > 0) specs.push(`'1: :(${words.join(" ")})'`);
    return `    ${verb}) _arguments -s ${specs.map((spec) => `\\\n      ${spec}`).join(" ")} ;;`;
  });
  return `#compdef squall
_squall() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  shift words; (( CURRENT-- ))
  case $words[1] in
${cases.join("\n")}
  esac
}
# Read from a folder of functions, this file is the function; sourced, it only defines it.
if [[ $funcstack[1] == _squall ]]; then _squall "$@"; else compdef _squall squall; fi
`;
}

/** A flag for zsh's `_arguments`; one with a letter is known by both names. */
function zshFlag(flag: Flag): string[] {
  const { name, short, doc, kind } = flag;
  const text = doc.replaceAll(/[[\]:]/g, "\\$&");
  const action = kind.words === undefined ? "_files" : `(${kind.words.join(" ")})`;
  const value = isBare(flag) ? "" : `:${kind.placeholder!.replaceAll(":", "\\:")}:${action}`;
  const long = quote(`*--${name}${value === "" ? "" : "="}[${text}]${value}`);
  return short === undefined ? [long] : [long, quote(`*-${short}[${text}]${value}`)];
}

function formatFish(): string {
  const names = Object.keys(VERBS).join(" ");
  const commands = verbs().map(([verb, { doc }]) =>
    `complete -c squall -n "not __fish_seen_subcommand_from ${names}" -f -a ${verb} -d ${quote(doc)}`
  );
  const rest = verbs().flatMap(([verb, { flags }]) => {
    const condition = `-n "__fish_seen_subcommand_from ${verb}"`;
    const words = operands(verb);
    const operand = words.length === 0 ? [] : [`complete -c squall ${condition} -f -a "${words.join(" ")}"`];
    return [...operand, ...flags.map((flag) => `complete -c squall ${condition} ${fishFlag(flag)}`)];
  });
  return `${[...commands, ...rest].join("\n")}\n`;
}

function fishFlag(flag: Flag): string {
  const { name, short, doc, kind } = flag;
  const letter = short === undefined ? "" : `-s ${short} `;
  const words = kind.words === undefined ? "" : `-f -a "${kind.words.join(" ")}" `;
  return `${letter}-l ${name} ${isBare(flag) ? "" : `-r ${words}`}-d ${quote(doc)}`;
}

/** Text in single quotes, as all three shells read it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
