/**
 * The module `k6/html` as scripts see it: types, for editors and for `deno check`.
 *
 * @module
 */

import type { Selection } from "./html_nodes.ts";
import { outsideRunner } from "./outside_runner.ts";

export type { Attribute, Element, FormValue, Nodes, Selection } from "./html_nodes.ts";

/** What the module exports. */
export interface Html {
  /**
   * Parses a page.
   *
   * @param html The HTML; whatever it is, there is a document.
   * @returns The document.
   */
  parseHTML(html: string): Selection;
}

/** All exports in one object. */
const html: Html = outsideRunner("k6/html", "use a parser of HTML, such as npm:cheerio");

/** See {@linkcode Html.parseHTML}. */
export const parseHTML: Html["parseHTML"] = html.parseHTML;

export default html;
