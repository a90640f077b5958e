/** The endpoints of the demo server that `Deno.serve` carries. */

import { delay } from "@std/async/delay";
import { getCookies } from "@std/http/cookie";
import type { Clock } from "../../base/mod.ts";
import type { ChatMember, ChatRooms } from "./chat_rooms.ts";
import { acceptSocket, type SocketBehaviour, type SocketServer } from "./demo_socket.ts";
import { type Endpoint, endpoint } from "./endpoint.ts";
import { choice, closeCode, integer, list, milliseconds, optional, text } from "./parameter.ts";
import { type PushOptions, PushStream, SMALLEST_PUSH } from "./push_stream.ts";

/** What a request looks like to an endpoint. */
export interface HttpExchange {
  readonly request: Request;
  readonly url: URL;
  /** The client's IP address. */
  readonly remoteAddress: string;
  readonly server: EndpointServer;
}

/** What endpoints need from the server they belong to. */
export interface EndpointServer extends SocketServer {
  readonly clock: Clock;
  readonly rooms: ChatRooms;
  /** Aborted when the server shuts down. */
  readonly closing: AbortSignal;
}

type Answer = Response | Promise<Response>;

const PUSH_PARAMETERS = {
  rate: integer({ min: 1, max: 100_000, default: 10 }),
  size: integer({ min: SMALLEST_PUSH, max: 1024 * 1024, default: 100 }),
  count: integer({ min: 0, max: 1e12, default: 0 }),
  type: choice(["text", "binary"]),
};

/** Header text that HTTP allows; everything else would fail when the response is built. */
const COOKIE_REGEXP = /^[\w.-]+=[\x20-\x7e]*$/;
const HEADER_REGEXP = /^[\w-]+: ?[\x20-\x7e]*$/;
const PROTOCOLS_REGEXP = /^[\w.+-]+(, ?[\w.+-]+)*$/;
const LOCATION_REGEXP = /^[\x21-\x7e]*$/;

const COOKIES = list("name=value, attributes behind semicolons", COOKIE_REGEXP);

/** Statuses whose responses have no body (RFC 9110 section 6.4.1). */
const BODILESS: readonly number[] = [204, 205, 304];

const ECHO: SocketBehaviour = { received: (data, socket) => socket.send(data) };

/** The table that `/` lists. */
export const HTTP_ENDPOINTS: readonly Endpoint<HttpExchange, Answer>[] = [
  endpoint({
    path: "/echo",
    summary: "sends every message back",
    parameters: {},
    serve: ({ request, server }: HttpExchange): Answer => acceptSocket(request, server, ECHO),
  }),
  endpoint({
    path: "/ws",
    summary: "a chat: SET_NAME {new_name}, SAY {message}, LEAVE in; CHAT_MSG, ERROR, USER_JOINED, USER_LEFT… out",
    parameters: { room: text(100, "lobby") },
    serve: ({ request, server }: HttpExchange, { room }): Answer =>
      acceptSocket(request, server, chatting(server.rooms, room)),
  }),
  endpoint({
    path: "/push",
    summary: "sends JSON messages {seq, time, padding}: rate per second, size in bytes, count or 0 for no end",
    parameters: PUSH_PARAMETERS,
    serve: ({ request, server }: HttpExchange, options): Answer =>
      acceptSocket(request, server, pushing(options, server)),
  }),
  endpoint({
    path: "/close/:code",
    summary: "closes with the code, whether the RFC allows it or not, after so many milliseconds",
    parameters: { code: closeCode(), reason: text(123), after: milliseconds() },
    serve: ({ request, server }: HttpExchange, { code, reason, after }): Answer =>
      acceptSocket(request, server, {
        opened: (socket) => void server.timers.after(() => socket.close(code, reason), after),
      }),
  }),
  endpoint({
    path: "/slow",
    summary: "an echo that takes its time for the handshake and for every message",
    parameters: { handshake: milliseconds(), message: milliseconds() },
    serve: serveSlowly,
  }),
  endpoint({
    path: "/headers",
    summary: "an echo that first sends what the handshake carried, as JSON, and answers it with headers of your choice",
    parameters: { header: list("Name: value", HEADER_REGEXP) },
    serve: serveHeaders,
  }),
  endpoint({
    path: "/set-cookie",
    summary: "an echo whose handshake sets cookies",
    parameters: { cookie: COOKIES },
    serve: ({ request, server }: HttpExchange, { cookie }): Answer =>
      acceptSocket(request, server, ECHO, cookieHeaders(cookie)),
  }),
  endpoint({
    path: "/subprotocol",
    summary: "an echo that picks the first of its protocols that the client offers, or forces one on it",
    parameters: { accept: list("protocols", PROTOCOLS_REGEXP), force: optional("protocol", PROTOCOLS_REGEXP) },
    serve: serveSubprotocol,
  }),
  endpoint({
    path: "/reject/:status",
    summary: "refuses the handshake with the status",
    parameters: {
      status: integer({ min: 200, max: 599 }),
      location: optional("URL", LOCATION_REGEXP),
      cookie: COOKIES,
    },
    serve: (_exchange: HttpExchange, { status, location, cookie }): Answer => {
      const headers = cookieHeaders(cookie);
      if (location !== undefined) headers.set("location", location);
      return new Response(BODILESS.includes(status) ? null : `rejected with ${status}\n`, { status, headers });
    },
  }),
  endpoint({
    path: "/login",
    summary: "no WebSocket: answers any request with {user, method} and a cookie session, which /headers shows",
    parameters: { user: text(100, "guest") },
    serve: ({ request }: HttpExchange, { user }): Answer =>
      Response.json(
        { user, method: request.method },
        { headers: cookieHeaders([`session=${encodeURIComponent(user)}; Path=/; HttpOnly`]) },
      ),
  }),
];

function chatting(rooms: ChatRooms, room: string): SocketBehaviour {
  let member: ChatMember | undefined;
  return {
    opened: (socket) => member = rooms.join(room, socket),
    received: (data) => member?.receive(data),
    closed: () => member?.leave(),
  };
}

function pushing(options: PushOptions, server: EndpointServer): SocketBehaviour {
  let stream: PushStream | undefined;
  return {
    opened: (socket) => stream = new PushStream(options, socket, server),
    closed: () => stream?.stop(),
  };
}

async function serveSlowly(
  { request, server }: HttpExchange,
  wait: { handshake: number; message: number },
): Promise<Response> {
  try {
    await delay(wait.handshake, { signal: server.closing });
  } catch {
    return new Response("The server is shutting down\n", { status: 503 }); // The wait has no other way to fail.
  }
  return acceptSocket(request, server, { received: (data, socket) => socket.sendLater(data, wait.message) });
}

function serveHeaders(
  { request, url, remoteAddress, server }: HttpExchange,
  { header }: { header: readonly string[] },
): Response {
  const headers = new Headers();
  for (const line of header) {
    const [name = "", ...value] = line.split(":");
    headers.append(name, value.join(":").trim());
  }
  const carried = JSON.stringify({
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(request.headers),
    cookies: getCookies(request.headers),
    protocols: offeredProtocols(request),
    remoteAddress,
  });
  return acceptSocket(request, server, { ...ECHO, opened: (socket) => socket.send(carried) }, headers);
}

function serveSubprotocol(
  { request, server }: HttpExchange,
  { accept, force }: { accept: readonly string[]; force: string | undefined },
): Response {
  const offered = offeredProtocols(request);
  const accepted = accept.flatMap(splitProtocols);
  const chosen = force ?? (accepted.length === 0 ? offered[0] : accepted.find((name) => offered.includes(name)));
  const headers = new Headers();
  if (chosen !== undefined) headers.set("sec-websocket-protocol", chosen);
  return acceptSocket(request, server, ECHO, headers);
}

function offeredProtocols(request: Request): string[] {
  return splitProtocols(request.headers.get("sec-websocket-protocol") ?? "");
}

function splitProtocols(names: string): string[] {
  return names.split(",").map((name) => name.trim()).filter((name) => name !== "");
}

function cookieHeaders(cookies: readonly string[]): Headers {
  const headers = new Headers();
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return headers;
}
