/** The module `k6/html`: pages as jQuery sees them. */

import type { VirtualUser } from "../virtual_user.ts";
import { htmlParser } from "./html_pages.ts";
import type { Selection } from "./selection.ts";

/**
 * Makes the exports of `k6/html` for one VU.
 *
 * @param vu The VU that imports the module.
 * @returns The named exports.
 */
export function createHtmlModule(vu: VirtualUser): Record<string, unknown> {
  return {
    parseHTML(text?: unknown): Selection {
      vu.pausing.enter();
      return htmlParser()!(vu, text === undefined || text === null ? "" : String(text));
    },
  };
}
