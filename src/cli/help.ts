/** The help of the command, made from the table of flags. */

import { ExitCode } from "../base/mod.ts";
import { type Flag, FLAG_GROUPS, flagSyntax } from "./flag.ts";
import { type Verb, VERBS } from "./flags.ts";

const WIDTH = 100;

/** How a verb is called, and how it is typically used. */
const USAGE: Readonly<Record<Verb, { readonly usage: string; readonly examples: readonly string[] }>> = {
  run: {
    usage: "squall run [flags] SCRIPT        SCRIPT is a script or an archive, - is standard input",
    examples: [
      "squall run script.js                     one VU, one iteration, or what the script's options say",
      "squall run -u 10 -d 30s script.js        ten VUs that iterate for half a minute",
      "squall run -u 5 -i 100 script.ts         a hundred iterations, shared by five VUs",
      "squall run -e HOST=example.com script.js a variable for the script's __ENV",
    ],
  },
  archive: {
    usage: "squall archive [flags] SCRIPT",
    examples: [
      "squall archive -O chat.tar chat.js       then, anywhere: squall run chat.tar",
      "squall archive -O - chat.js | ssh load1 squall run -",
    ],
  },
  inspect: {
    usage: "squall inspect [flags] SCRIPT    SCRIPT is a script or an archive",
    examples: ["squall inspect --execution-requirements chat.js"],
  },
  new: {
    usage: "squall new [flags] [FILE]        FILE is script.js if absent",
    examples: [
      "squall new                               the smallest script",
      "squall new --template websockets chat.js a test of k6/websockets; ws is one of k6/ws",
      "squall new --template ./team.js chat.js  a template of your own; {{ .ScriptName }} is the name of the file",
    ],
  },
  deps: { usage: "squall deps [flags] SCRIPT", examples: ["squall deps --json chat.js"] },
  pause: { usage: "squall pause [flags]", examples: ["squall pause --address localhost:6565"] },
  resume: { usage: "squall resume [flags]", examples: ["squall resume --address localhost:6565"] },
  scale: { usage: "squall scale [flags]", examples: ["squall scale --vus 20", "squall scale --vus 20 --max 40"] },
  status: { usage: "squall status [flags]", examples: ["squall status --address localhost:6565"] },
  stats: { usage: "squall stats [flags]", examples: ["squall stats --address localhost:6565"] },
  serve: { usage: "squall serve [flags]", examples: ["squall serve --port 9000"] },
  demo: { usage: "squall demo", examples: [] },
  completions: {
    usage: "squall completions bash|zsh|fish",
    examples: [
      "source <(squall completions bash)        for this shell; put it into ~/.bashrc for all",
      'squall completions zsh > "${fpath[1]}/_squall"',
      "squall completions fish > ~/.config/fish/completions/squall.fish",
    ],
  },
  version: { usage: "squall version", examples: [] },
  help: { usage: "squall help [COMMAND]", examples: [] },
};

/** What else there is to know of a run, under headings as manuals have them. */
const RUN_NOTES: Readonly<Record<string, readonly string[]>> = {
  "Order of settings": [
    "Flags are stronger than the environment, which is stronger than the script's options, which are",
    "stronger than the configuration file.",
  ],
  Signals: ["Ctrl+C ends a run at once, with teardown and the summary; a second one ends the process."],
  "Exit status": exitStatuses().map(([code, meaning]) => `${String(code).padEnd(5)}${meaning}`),
};

/**
 * What the process exits with, in words.
 *
 * @returns Numbers and meanings.
 */
export function exitStatuses(): [code: number, meaning: string][] {
  const words = (name: string) => name.replaceAll(/(?<!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return Object.entries(ExitCode).map(([name, code]) => [code, words(name)]);
}

/**
 * Writes the help.
 *
 * @param topic The verb to explain; the command as a whole if absent.
 * @returns Lines of at most 100 columns.
 */
export function formatHelp(topic?: Verb): string {
  return topic === undefined ? formatOverview() : formatVerb(topic);
}

function formatOverview(): string {
  const verbs = Object.entries(VERBS).map(([verb, { doc }]) => `  ${verb.padEnd(13)}${doc}`);
  return [
    "squall runs k6 WebSocket scripts.",
    "",
    "Usage: squall COMMAND [flags]",
    "",
    "Commands:",
    ...verbs,
    "",
    "squall help COMMAND tells more.",
    "",
  ].join("\n");
}

function formatVerb(verb: Verb): string {
  const { doc, flags } = VERBS[verb];
  const { usage, examples } = USAGE[verb];
  const column = Math.max(...flags.map((flag) => flagColumn(flag).length)) + 2;
  const groups = FLAG_GROUPS.flatMap((group) => {
    const own = flags.filter((flag) => flag.group === group);
    return own.length === 0 ? [] : ["", `${group}:`, ...own.flatMap((flag) => formatFlag(flag, column))];
  });
  const shown = examples.length === 0 ? [] : ["", "Examples:", ...examples.map((example) => `  ${example}`)];
  const notes = verb !== "run" ? [] : Object.entries(RUN_NOTES).flatMap(([heading, lines]) => {
    return ["", `${heading}:`, ...lines.map((line) => `  ${line}`)];
  });
  return [`squall ${verb}: ${doc}`, "", `Usage: ${usage}`, ...shown, ...groups, ...notes, ""].join("\n");
}

function formatFlag(flag: Flag, column: number): string[] {
  const [first = "", ...more] = wrap(flagMeaning(flag), WIDTH - column);
  return [flagColumn(flag).padEnd(column) + first, ...more.map((line) => " ".repeat(column) + line)];
}

/** The flag as it is typed; those without a letter stand under the names of those that have one. */
function flagColumn(flag: Flag): string {
  return (flag.short === undefined ? " ".repeat("  -x, ".length) : "  ") + flagSyntax(flag);
}

function flagMeaning({ doc, fallback, env }: Flag): string {
  const facts = [...(fallback === undefined ? [] : [`default: ${fallback}`]), ...(env === undefined ? [] : [env])];
  return facts.length === 0 ? doc : `${doc} (${facts.join("; ")})`;
}

/** Breaks a text at blanks, and a word that is longer than a line at its commas. */
function wrap(text: string, width: number): string[] {
  const pieces = text.split(/(?<= )/).flatMap((word) => word.trimEnd().length > width ? word.split(/(?<=,)/) : [word]);
  const lines = [""];
  for (const piece of pieces) {
    const line = lines.at(-1)! + piece;
    if (line.trimEnd().length > width) lines.push(piece);
    else lines[lines.length - 1] = line;
  }
  return lines.map((line) => line.trimEnd());
}
