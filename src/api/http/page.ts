/** What a response does with a page of HTML: reading it, sending its forms, following its links. */

import type { Response } from "./response.ts";

/** See the top of this file. */
export interface Page {
  /** Parses the body; with a selector, the elements that it finds. */
  html(text: string, selector: unknown): unknown;
  submitForm(response: Response, options: unknown): unknown;
  clickLink(response: Response, options: unknown): unknown;
}
