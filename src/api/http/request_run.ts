/** A request on its way: hop by hop through challenges and redirects, with samples for each, to the script's response. */

import { messageOf, type Timer } from "../../base/mod.ts";
import type { HttpCall, HttpOutcome } from "../../transport/mod.ts";
import { GoError } from "../go_error.ts";
import type { VirtualUser } from "../virtual_user.ts";
import { decodeBody } from "./compression.ts";
import { DebugDump } from "./debug_dump.ts";
import { basicAuthorization, credentialsOf, digestAuthorization } from "./digest_auth.ts";
import { type RequestError, requestError, statusErrorCode } from "./error_codes.ts";
import { emitExchange } from "./exchange_samples.ts";
import { cookiesOf, type Hop, type HopCookies, redirectOf, requestOf, storeCookies } from "./hop.ts";
import type { Page } from "./page.ts";
import type { PreparedRequest } from "./prepared_request.ts";
import { type RequestView, Response } from "./response.ts";
import { cleanUrl, redactedUrl } from "./url.ts";

/** How many redirects are followed where nobody has said how many, as in k6. */
const DEFAULT_REDIRECTS = 10;
const decoder = new TextDecoder();

/** Who waits for it: one of the two is called, once; neither after {@linkcode RequestRun.cancel}. */
export interface RequestOwner {
  answered(response: Response): void;
  failed(error: unknown): void;
}

/** See the top of this file. */
export class RequestRun {
  readonly #vu: VirtualUser;
  readonly #prepared: PreparedRequest;
  readonly #page: Page;
  readonly #owner: RequestOwner;
  readonly #first: Hop;
  #hop: Hop;
  #cookies: HopCookies;
  /** What the script sees of the request is its first hop. */
  #view: RequestView | undefined;
  #redirects = 0;
  /** The answer to a challenge of the server; `undefined` before there was one. */
  #authorized: string | undefined;
  /** The hop that is under way carries it. */
  #isAnswered = false;
  #deadline = 0;
  #call: HttpCall | undefined;
  #pacing: Timer | undefined;
  #dump: DebugDump | undefined;
  #isOver = false;

  constructor(vu: VirtualUser, prepared: PreparedRequest, page: Page, owner: RequestOwner) {
    this.#vu = vu;
    this.#prepared = prepared;
    this.#page = page;
    this.#owner = owner;
    const { method, url, params, body } = prepared;
    const { tags, name } = { tags: params.tags, name: url.name };
    if (name !== undefined) params.tags = tags.with("name", tags.get("name") ?? name);
    this.#first = this.#hop = { method, url: url.parsed, headers: params.headers, body };
    this.#cookies = cookiesOf(this.#hop, params);
  }

  /** Sends it, as soon as the limit of the run lets it. */
  start(): void {
    const delay = this.#vu.claimRequest();
    if (delay <= 0) this.#begin();
    else this.#pacing = this.#vu.after(() => this.#begin(), delay);
  }

  /** Gives up. */
  cancel(): void {
    if (this.#pacing !== undefined) this.#vu.cancel(this.#pacing);
    this.#call?.cancel();
  }

  #begin(): void {
    this.#pacing = undefined;
    this.#deadline = this.#vu.clock.now() + this.#prepared.params.timeout;
    this.#attempt(() => this.#send());
  }

  /** Whatever a step throws ends the request: nobody else would, and the script would wait for ever. */
  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (this.#isOver) throw error;
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#isOver = true;
    this.#owner.failed(error);
  }

  #answer(response: Response): void {
    this.#isOver = true;
    this.#owner.answered(response);
  }

  #send(): void {
    const { scheme, host } = this.#hop.url;
    if (scheme !== "http" && scheme !== "https") return this.#end(undefined, `unsupported protocol scheme "${scheme}"`);
    if (host === "") return this.#end(undefined, "http: no Host in request URL");
    this.#isAnswered = this.#authorized !== undefined;
    const request = requestOf(this.#hop, this.#cookies.header, {
      keepsBody: this.#prepared.params.responseType !== "none",
      timeout: this.#deadline - this.#vu.clock.now(),
      authorization: this.#authorization(),
    });
    this.#view ??= this.#viewOf(request.headers);
    if (this.#vu.settings.http.debug !== "") {
      this.#dump = new DebugDump(this.#vu);
      this.#dump.request(request);
    }
    try {
      this.#call = this.#vu.network.http.send(request, this.#arrived);
    } catch (error) {
      this.#fail(new GoError(messageOf(error)));
    }
  }

  readonly #arrived = (outcome: HttpOutcome): void => this.#attempt(() => this.#take(outcome));

  #take(outcome: HttpOutcome): void {
    this.#dump?.response(outcome);
    const { response, error } = outcome;
    if (response !== undefined) storeCookies(this.#hop, response, this.#prepared.params.jar);
    if (error !== undefined) return this.#end(outcome, error);
    if (response === undefined) return this.#end(outcome, "EOF");
    if (response.status === 101) {
      return this.#fail(new GoError(`unsupported response status: 101 ${response.reason}`));
    }
    const again = this.#challenged(outcome);
    const next = again ?? redirectOf(this.#hop, response, this.#first);
    if (next === undefined) return this.#end(outcome, undefined);
    if ("problem" in next) return this.#end(outcome, next.problem);
    if (again === undefined && !this.#mayFollow()) return this.#end(outcome, undefined);
    this.#emit(outcome, undefined);
    this.#hop = next;
    this.#cookies = cookiesOf(next, this.#prepared.params);
    this.#send();
  }

  /** The same hop once more, with an answer to the server's challenge. */
  #challenged({ response }: HttpOutcome): Hop | undefined {
    const { usesDigest } = this.#prepared.params;
    const credentials = credentialsOf(this.#first.url.userinfo);
    if (!usesDigest || this.#authorized !== undefined || credentials === undefined || response!.status !== 401) {
      return undefined;
    }
    const challenges = response!.headers.filter(([name]) => name === "Www-Authenticate").map(([, value]) => value);
    const { method, url, body } = this.#hop;
    this.#authorized = digestAuthorization(challenges, credentials, { method, target: url.requestTarget, body });
    return this.#authorized === undefined ? undefined : this.#hop;
  }

  #mayFollow(): boolean {
    const { redirects } = this.#prepared.params;
    if (++this.#redirects <= (redirects ?? DEFAULT_REDIRECTS)) return true;
    if (redirects === undefined) {
      this.#vu.log(
        "warning",
        `Stopped after ${this.#redirects} redirects and returned the redirection; ` +
          "pass { redirects: n } in request params or set global maxRedirects to silence this",
        undefined,
        { url: cleanUrl(this.#first.url.href) },
      );
    }
    return false;
  }

  #authorization(): string | undefined {
    if (this.#authorized !== undefined) return this.#authorized;
    const credentials = credentialsOf(this.#hop.url.userinfo);
    if (credentials === undefined || this.#hop.headers.has("Authorization")) return undefined;
    return this.#prepared.params.usesDigest ? undefined : basicAuthorization(credentials);
  }

  /** Emits the samples of a hop. */
  #emit(outcome: HttpOutcome, error: RequestError | undefined): void {
    const { tags, expected, usesDigest } = this.#prepared.params;
    const status = error === undefined ? outcome.response?.status ?? 0 : 0;
    // The challenge belongs to the scheme.
    const isChallenge = usesDigest && !this.#isAnswered && status === 401;
    emitExchange(this.#vu, {
      tags,
      method: this.#hop.method,
      url: cleanUrl(this.#tagUrl()),
      outcome,
      error,
      isExpected: expected === null ? undefined : isChallenge || expected.has(status),
    });
  }

  /** With digest authentication, credentials are no part of the URL. */
  #tagUrl(): string {
    const { href, userinfo } = this.#hop.url;
    return userinfo !== undefined && this.#prepared.params.usesDigest ? href.replace(`${userinfo}@`, "") : href;
  }

  /** The last hop is over. `problem` is Go's text. */
  #end(outcome: HttpOutcome | undefined, problem: string | undefined): void {
    const given = outcome ?? NOTHING;
    // What comes with a redirect is not meant for anybody.
    const isWhole = given.response !== undefined && problem?.startsWith("failed to parse Location") !== true;
    const unpacked = problem === undefined ? this.#unpack(given) : { body: isWhole ? given.response?.body : undefined };
    const text = "problem" in unpacked ? unpacked.problem : problem;
    const error = text === undefined ? undefined : requestError(text);
    this.#emit(given, error);
    const status = given.response?.status ?? 0;
    const response = new Response({
      outcome: given,
      body: "problem" in unpacked ? undefined : unpacked.body,
      responseType: this.#prepared.params.responseType,
      url: this.#urlText(),
      error,
      errorCode: error?.code ?? statusErrorCode(status),
      request: this.#view ?? this.#viewOf([]),
      page: this.#page,
    });
    if (text === undefined) return this.#answer(response);
    // What happens to the body is no longer the business of the request.
    const full = isWhole ? text : `${this.#verb()} ${redactedUrl(this.#hop.url)}: ${this.#explain(text)}`;
    if (this.#prepared.params.throws) return this.#fail(new GoError(full));
    this.#vu.log("warning", "Request Failed", undefined, { error: full });
    this.#answer(response);
  }

  #unpack(outcome: HttpOutcome): ReturnType<typeof decodeBody> {
    const { body, headers } = outcome.response!;
    const coding = headers.filter(([name]) => name === "Content-Encoding").map(([, value]) => value).join(", ");
    return coding === "" ? { body } : decodeBody(body, coding, this.#vu.settings.maxMessageSize);
  }

  #urlText(): string {
    return this.#hop === this.#first && this.#first.url.host === "" ? this.#first.url.text : this.#hop.url.href;
  }

  /** Go names the method as an action: `Get`. */
  #verb(): string {
    const { method } = this.#hop;
    return method.charAt(0) + method.slice(1).toLowerCase();
  }

  #explain(text: string): string {
    return text === "tls: first record does not look like a TLS handshake"
      ? "http: server gave HTTP response to HTTPS client"
      : text;
  }

  #viewOf(headers: readonly (readonly [name: string, value: string])[]): RequestView {
    const { method, url, plainBody } = this.#prepared;
    return {
      method,
      url: url.parsed.href,
      headers: Object.fromEntries(headers.map(([name, value]) => [name, [value]])),
      body: plainBody === undefined ? "" : decoder.decode(plainBody),
      cookies: this.#cookies.byName,
    };
  }
}

const NOTHING: HttpOutcome = {
  response: undefined,
  error: undefined,
  timings: { blocked: 0, connecting: 0, tlsHandshaking: 0, sending: 0, waiting: 0, receiving: 0 },
  remoteAddress: "",
  remotePort: 0,
  tls: undefined,
};
