/** The types of what scripts import from k6; who imports one of the modules themselves gets an error. @module */

export type { Checks, K6, Tags } from "./k6.ts";
export type { CookieJar, CookieJarConstructor, CookieOptions, Cookies } from "./http.ts";
export type { Counter, Gauge, Metric, MetricConstructor, Rate, Trend } from "./metrics.ts";
export type { Timers } from "./timers.ts";
export type {
  Blob,
  BlobConstructor,
  CloseEvent,
  ErrorEvent,
  Event,
  EventMap,
  HandshakeResponse,
  Listener,
  MessageEvent,
  Params,
  WebSocket,
  WebSocketConstructor,
} from "./websockets.ts";
export type {
  Callback as ConnectCallback,
  Connect,
  Params as ConnectParams,
  Response as ConnectResponse,
  Socket,
  SocketError,
  SocketHandlers,
} from "./ws.ts";
