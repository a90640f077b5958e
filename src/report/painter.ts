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

/** What the oldest layout of k6 writes in another way. */
const LEGACY_PARAMETERS: Readonly<Record<Role, string>> = { ...PARAMETERS, detail: "36;2", leader: "2" };

/**
 * A painter that uses colours, or none.
 *
 * @param colors Whether it does.
 * @param isLegacy Whether they are those of the oldest layout.
 */
export function createPainter(colors: boolean, isLegacy = false): Painter {
  if (!colors) return leavePlain;
  const parameters = isLegacy ? LEGACY_PARAMETERS : PARAMETERS;
  return (role, text) => `\x1b[${parameters[role]}m${text}\x1b[0m`;
}

function leavePlain(_role: Role, text: string): string {
  return text;
}
