/** The door of this folder: pages for scripts, where somebody has loaded what they are made with. */

import type { VirtualUser } from "../virtual_user.ts";
import type { Selection } from "./selection.ts";

type ParseHtml = (vu: VirtualUser, text: string, url?: string) => Selection;

let parse: ParseHtml | undefined;

/** Loads what pages are made with. A thread awaits this once, before its first VU can need it. */
export async function loadHtmlLibrary(): Promise<void> {
  if (parse !== undefined) return;
  const [{ parseHtml }, { loadHtmlParser }] = await Promise.all([
    import("./parse_html.ts"),
    import("./html_library.ts"),
  ]);
  await loadHtmlParser();
  parse = parseHtml;
}

/** Parses pages; `undefined` where {@linkcode loadHtmlLibrary} was not awaited. */
export function htmlParser(): ParseHtml | undefined {
  return parse;
}
