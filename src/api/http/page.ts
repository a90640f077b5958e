/** What a response does with a page of HTML: reading it, sending its forms, following its links. */

/** The response, as its page sees it. */
export interface PageResponse {
  /** The last URL, after redirects. */
  readonly url: string;
  /** The body as text. @throws {GoError} When there is none. */
  html(selector?: unknown): unknown;
}

/** See the top of this file. */
export interface Page {
  /** Parses the body; with a selector, the elements that it finds. */
  html(text: string, url: string, selector: unknown): unknown;
  submitForm(response: PageResponse, options: unknown): unknown;
  clickLink(response: PageResponse, options: unknown): unknown;
}
