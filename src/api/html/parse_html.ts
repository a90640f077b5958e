/** HTML pages for scripts: the way from a text to a {@linkcode Selection}, for `k6/html` and for responses. */

import type { VirtualUser } from "../virtual_user.ts";
import { Element } from "./element.ts";
import { elementClass } from "./element_kinds.ts";
import { parseDocument } from "./html_library.ts";
import type { HtmlNode } from "./nodes.ts";
import { type Page, Selection } from "./selection.ts";

/**
 * Parses a page. The library has been loaded before.
 *
 * @param vu The VU whose script gets the page.
 * @param text The HTML.
 * @param url Where it came from.
 * @returns The document.
 */
export function parseHtml(vu: VirtualUser, text: string, url = ""): Selection {
  const faces = new WeakMap<HtmlNode, Element>();
  const page: Page = {
    vu,
    url,
    element(node) {
      let face = faces.get(node);
      if (face === undefined) faces.set(node, face = new (elementClass(node))(page, node));
      return face;
    },
    nodeOf: Element.nodeOf,
  };
  return new Selection(page, [parseDocument(text)]);
}
