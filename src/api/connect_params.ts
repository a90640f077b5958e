/** The params object of both WebSocket modules, and the dial that it describes. */

import { messageOf } from "../base/mod.ts";
import type { TagSet } from "../metrics/mod.ts";
import {
  canonicalHeaderName,
  type CompressionOffer,
  type Connection,
  type ConnectionHandler,
  type HandshakeResponse,
  type WebSocketUrl,
} from "../transport/mod.ts";
import type { CookieStore } from "./cookie_store.ts";
import { GoError } from "./go_error.ts";
import { ScriptCookieJar } from "./script_cookie_jar.ts";
import { withScriptTags } from "./sample_tags.ts";
import type { VirtualUser } from "./virtual_user.ts";

/** What k6 offers, and insists on: neither side keeps its window between messages. */
const COMPRESSION: CompressionOffer = { serverNoContextTakeover: true, clientNoContextTakeover: true };

/** The params of one connection, checked. */
export class ConnectParams {
  /** By canonical name; most scripts give none. */
  #headers: Map<string, readonly [string, string]> | undefined;
  readonly #vu: VirtualUser;
  /** The VU's tags and the script's. */
  tags: TagSet;
  jar: CookieStore;
  compression: CompressionOffer | undefined;
  transport: string | undefined;

  constructor(vu: VirtualUser) {
    this.#vu = vu;
    this.tags = vu.tags;
    this.jar = vu.cookies;
  }

  /**
   * Takes over one key of the script's object.
   *
   * @param key The key.
   * @param value Its value.
   * @param texts How the module in question words things, and whether blank text turns compression off.
   * @returns `false` when there is no such param.
   */
  take(key: string, value: unknown, texts: { readonly tags: string; readonly blankCompression: boolean }): boolean {
    switch (key) {
      case "headers":
        this.#takeHeaders(value);
        return true;
      case "tags":
        this.tags = withScriptTags(this.tags, value, `${texts.tags}: `);
        return true;
      case "jar":
        this.jar = ScriptCookieJar.storeOf(value) ?? this.#vu.cookies;
        return true;
      case "compression":
        this.compression = readCompression(value, texts.blankCompression);
        return true;
      case "transport":
        this.transport = value === undefined || value === null ? undefined : String(value);
        return true;
      default:
        return false;
    }
  }

  /**
   * Dials.
   *
   * @param url Where to.
   * @param protocols Subprotocols to offer.
   * @param handler Who is told what happens.
   * @returns The connection; the outcome comes later.
   * @throws {GoError} Where the transport cannot do what is asked for.
   */
  dial(url: WebSocketUrl, protocols: readonly string[], handler: ConnectionHandler): Connection {
    const { network, settings } = this.#vu;
    try {
      return network.transport(this.transport).connect({
        url,
        headers: this.#requestHeaders(url),
        protocols,
        compression: this.compression,
        handshakeTimeout: settings.handshakeTimeout,
        closeTimeout: settings.closeTimeout,
        maxMessageSize: settings.maxMessageSize,
        strictUtf8: settings.strictUtf8,
        network: network.policy,
        tls: network.tls,
        ...(network.localAddress === undefined ? {} : { localAddress: network.localAddress }),
        meter: network.meter,
      }, handler);
    } catch (error) {
      throw new GoError(messageOf(error));
    }
  }

  /** Keeps the cookies of a handshake response, whatever its status. */
  storeCookies(url: WebSocketUrl, response: HandshakeResponse): void {
    if (response.cookies.length > 0) this.jar.store(httpUrl(url), response.cookies);
  }

  #takeHeaders(headers: unknown): void {
    if (headers === undefined || headers === null) return;
    for (const [name, value] of Object.entries(headers)) {
      this.#headers ??= new Map();
      this.#headers.set(canonicalHeaderName(name), [name, String(value)]);
    }
  }

  #requestHeaders(url: WebSocketUrl): (readonly [string, string])[] {
    const headers = [...this.#headers?.values() ?? []];
    const { userAgent } = this.#vu.settings;
    if (userAgent !== "" && !this.#headers?.has("User-Agent")) headers.push(["User-Agent", userAgent]);
    const cookies = this.#headers?.has("Cookie") ? "" : this.jar.header(httpUrl(url));
    if (cookies !== "") headers.push(["Cookie", cookies]);
    return headers;
  }
}

/** Cookies live under the URL's HTTP twin. */
function httpUrl(url: WebSocketUrl): string {
  return `${url.scheme === "wss" ? "https" : "http"}://${url.host}${url.requestTarget}`;
}

function readCompression(value: unknown, blankIsOff: boolean): CompressionOffer | undefined {
  const algorithm = String(value).trim();
  if (algorithm === "deflate") return COMPRESSION;
  if (algorithm === "" && blankIsOff) return undefined;
  throw new GoError(`unsupported compression algorithm '${algorithm}', supported algorithm is 'deflate'`);
}
