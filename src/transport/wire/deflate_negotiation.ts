/** The `Sec-WebSocket-Extensions` header: what we offer and what the server made of it (RFC 6455 section 9, RFC 7692). */

import type { CompressionOffer } from "../connection.ts";
import type { Parsed } from "../parsed.ts";

/** What both sides agreed on. */
export interface DeflateAgreement {
  /** The server starts every message with an empty window. */
  readonly serverNoContextTakeover: boolean;
  /** We start every message with an empty window. */
  readonly clientNoContextTakeover: boolean;
  /** Bits of the window that the server's messages need. */
  readonly serverMaxWindowBits: number;
  /** Bits of the window that our messages may use. */
  readonly clientMaxWindowBits: number;
}

interface Extension {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string | undefined>;
}

const NAME = "permessage-deflate";
const REFUSED: Parsed<never> = { problem: "websocket: invalid compression negotiation" };
const MAX_WINDOW_BITS = 15;
const TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
/** One parameter of an extension; a quoted value must be a token once its quotes are off (RFC 6455 section 9.1). */
const PARAMETER_REGEXP = new RegExp(`^\\s*(${TOKEN})\\s*(?:=\\s*(?:(${TOKEN})|"(${TOKEN})"))?\\s*$`);

/**
 * The value of our `Sec-WebSocket-Extensions` header.
 *
 * @param offer What to offer.
 * @returns For example `permessage-deflate; server_no_context_takeover; client_no_context_takeover`.
 */
export function offerText(offer: CompressionOffer): string {
  let text = NAME;
  if (offer.serverNoContextTakeover) text += "; server_no_context_takeover";
  if (offer.clientNoContextTakeover) text += "; client_no_context_takeover";
  if (offer.serverMaxWindowBits !== undefined) text += `; server_max_window_bits=${offer.serverMaxWindowBits}`;
  if (offer.clientMaxWindowBits === true) text += "; client_max_window_bits";
  else if (offer.clientMaxWindowBits !== undefined) text += `; client_max_window_bits=${offer.clientMaxWindowBits}`;
  return text;
}

/**
 * Holds the server's answer against our offer.
 *
 * @param offer What was offered; `undefined` when nothing was.
 * @param values The values of all `Sec-WebSocket-Extensions` headers of the response.
 * @returns The agreement, `undefined` for a session without compression, or why the handshake has failed: an extension
 * that was not asked for makes what follows unintelligible (RFC 6455 section 4.1).
 */
export function acceptDeflate(
  offer: CompressionOffer | undefined,
  values: readonly string[],
): Parsed<DeflateAgreement | undefined> {
  const extensions = parseExtensions(values.join(","));
  if (extensions === undefined) return { problem: "websocket: bad handshake" };
  if (extensions.length === 0) return { value: undefined };
  if (extensions.some(({ name }) => name !== NAME)) return { problem: "websocket: bad handshake" };
  if (offer === undefined || extensions.length > 1) return REFUSED;
  return agree(offer, extensions[0]!.parameters);
}

function agree(
  offer: CompressionOffer,
  answer: ReadonlyMap<string, string | undefined>,
): Parsed<DeflateAgreement> {
  const known = new Map(answer);
  const serverNoContextTakeover = takeFlag(known, "server_no_context_takeover");
  const clientNoContextTakeover = takeFlag(known, "client_no_context_takeover");
  const serverBits = takeWindowBits(known, "server_max_window_bits");
  const clientBits = takeWindowBits(known, "client_max_window_bits");
  // What is left has no meaning in RFC 7692, or a value that it must not have (section 7.1).
  if (known.size > 0) return REFUSED;
  if (offer.serverNoContextTakeover && !serverNoContextTakeover) return REFUSED;
  if (offer.clientNoContextTakeover && !clientNoContextTakeover) return REFUSED;
  const serverLimit = offer.serverMaxWindowBits;
  if (serverLimit !== undefined && (serverBits === undefined || serverBits > serverLimit)) return REFUSED;
  const clientLimit = offer.clientMaxWindowBits;
  if (clientBits !== undefined && clientLimit === undefined) return REFUSED;
  if (clientBits !== undefined && typeof clientLimit === "number" && clientBits > clientLimit) return REFUSED;
  const clientDefault = typeof clientLimit === "number" ? clientLimit : MAX_WINDOW_BITS;
  return {
    value: {
      serverNoContextTakeover,
      clientNoContextTakeover,
      serverMaxWindowBits: serverBits ?? MAX_WINDOW_BITS,
      clientMaxWindowBits: clientBits ?? clientDefault,
    },
  };
}

/** A parameter without a value; one that has a value stays, to be found superfluous. */
function takeFlag(parameters: Map<string, string | undefined>, name: string): boolean {
  return parameters.has(name) && parameters.get(name) === undefined && parameters.delete(name);
}

/** 8 to 15, without leading zeros (RFC 7692 section 7.1.2); anything else stays, to be found superfluous. */
function takeWindowBits(parameters: Map<string, string | undefined>, name: string): number | undefined {
  const value = parameters.get(name);
  if (value === undefined || !/^(?:[89]|1[0-5])$/.test(value)) return undefined;
  parameters.delete(name);
  return Number(value);
}

/** A list of extensions; `undefined` when it is not one, or names a parameter twice. */
function parseExtensions(text: string): Extension[] | undefined {
  const extensions: Extension[] = [];
  for (const part of text.split(",")) {
    if (part.trim() === "") continue;
    const [name, ...rest] = part.split(";");
    const parameters = new Map<string, string | undefined>();
    for (const item of rest) {
      const parameter = PARAMETER_REGEXP.exec(item);
      if (parameter === null || parameters.has(parameter[1]!)) return undefined;
      parameters.set(parameter[1]!, parameter[2] ?? parameter[3]);
    }
    extensions.push({ name: name!.trim(), parameters });
  }
  return extensions;
}
