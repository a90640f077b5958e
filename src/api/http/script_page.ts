/**
 * HTML behind a response: what is on the page, its forms and its links. The parser is that of `k6/html`; where it is not
 * there, the functions say so by name.
 */

import { parseWebSocketUrl } from "../../transport/mod.ts";
import { GoError } from "../go_error.ts";
import { resolveUrl } from "./hop.ts";
import type { Page, PageResponse } from "./page.ts";
import type { RequestArguments } from "./prepared_request.ts";
import { encodeForm } from "./request_body.ts";

/** What is asked of a selection of `k6/html`. */
export interface HtmlSelection {
  find(selector: string): HtmlSelection;
  size(): number;
  attr(name: string): unknown;
  val(): unknown;
  serializeObject(): Record<string, unknown>;
}

/** Parses a page, as `parseHTML` of `k6/html` does. */
export type ParseHtml = (text: string, url: string) => HtmlSelection;

/** Sends what a form or a link leads to. */
export type SendRequest = (given: RequestArguments, what: string) => unknown;

/** See the top of this file. */
export class ScriptPage implements Page {
  readonly #send: SendRequest;
  readonly #parser: () => ParseHtml | undefined;

  /**
   * @param send Sends what a form or a link leads to.
   * @param parser Parses pages; gives nothing where that has not been loaded.
   */
  constructor(send: SendRequest, parser: () => ParseHtml | undefined) {
    this.#send = send;
    this.#parser = parser;
  }

  html(text: string, url: string, selector: unknown): unknown {
    const parse = this.#parser();
    if (parse === undefined) throw notThere("html");
    const page = parse(text, url);
    return selector === undefined ? page : page.find(String(selector));
  }

  submitForm(response: PageResponse, options: unknown): unknown {
    if (this.#parser() === undefined) throw notThere("submitForm");
    const { formSelector = "form", submitSelector = '[type="submit"]', fields, params } = membersOf(options);
    const form = (response.html() as HtmlSelection).find(String(formSelector));
    if (form.size() === 0) {
      throw new GoError(`no form found for selector '${formSelector}' in response '${response.url}'`);
    }
    const values = form.serializeObject();
    const button = form.find(String(submitSelector));
    const name = attribute(button, "name");
    if (name !== undefined) values[name] = button.val();
    Object.assign(values, fields);
    const method = attribute(form, "method")?.toUpperCase() ?? "GET";
    const action = attribute(form, "action");
    const url = action === undefined ? response.url : resolve(response.url, action);
    if (method !== "GET") return this.#send({ method, url, body: values, params }, "submitForm()");
    const query = encodeForm(Object.entries(values));
    return this.#send({ method, url: `${url.replace(/[?#].*$/s, "")}?${query}`, params }, "submitForm()");
  }

  clickLink(response: PageResponse, options: unknown): unknown {
    if (this.#parser() === undefined) throw notThere("clickLink");
    const { selector = "a[href]", params } = membersOf(options);
    const link = (response.html() as HtmlSelection).find(String(selector));
    if (link.size() === 0) {
      throw new GoError(`no element found for selector '${selector}' in response '${response.url}'`);
    }
    const href = attribute(link, "href");
    if (href === undefined) {
      throw new GoError(
        `no valid href attribute value found on element '${selector}' in response '${response.url}'`,
      );
    }
    return this.#send({ method: "GET", url: resolve(response.url, href), params }, "clickLink()");
  }
}

function membersOf(options: unknown): Record<string, unknown> {
  return typeof options === "object" && options !== null ? options as Record<string, unknown> : {};
}

/** An attribute of the first element; `undefined` without one. */
function attribute(selection: HtmlSelection, name: string): string | undefined {
  const value = selection.attr(name);
  return typeof value === "string" ? value : undefined;
}

function resolve(base: string, reference: string): string {
  return resolveUrl(parseWebSocketUrl(base), reference).href;
}

function notThere(name: string): GoError {
  return new GoError(`Response.${name}() is there where a script calls it by that name, or imports k6/html`);
}
