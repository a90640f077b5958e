/** Colours of a summary on a terminal. */

/** What a piece of text is, which decides how it looks. */
export type Role = "title" | "value" | "detail" | "leader" | "term" | "pass" | "fail";

/** Paints text for a terminal, or leaves it as it is. */
export type Painter = (role: Role, text: string) => string;

/** SGR parameters (ECMA-48): bold, colours, faint. */
const PARAMETERS: Readonly<Record<Role, string>> = {
  title: "1",
  value: "36",
  detail: "2;36",
  leader: "2;37",
  term: "37",
  pass: "32",
  fail: "31",
};

/** A painter that uses colours, or none. */
export function createPainter(colors: boolean): Painter {
  return colors ? paint : leavePlain;
}

function paint(role: Role, text: string): string {
  return `\x1b[${PARAMETERS[role]}m${text}\x1b[0m`;
}

function leavePlain(_role: Role, text: string): string {
  return text;
}
