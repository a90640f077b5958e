/** HTTP/1.1 as far as a small server of one request per connection needs it (RFC 9112): heads in, replies out. */

/** The head of a request. */
export interface RequestHead {
  readonly method: string;
  /** Without a query, still percent-encoded. */
  readonly path: string;
  /** By their names in small letters; of those that come twice, the last one. */
  readonly headers: ReadonlyMap<string, string>;
}

/** What a request is answered with. */
export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request that is answered with an error, in the form that k6's REST API has given errors. */
export class HttpProblem extends Error {
  override name = "HttpProblem";
  readonly status: number;
  /** What kind of error it is. */
  readonly title: string;
  readonly headers: Readonly<Record<string, string>>;

  /**
   * @param status The HTTP status.
   * @param detail What exactly is wrong.
   * @param options `title` is the name of the status unless it says more; further `headers`.
   */
  constructor(
    status: number,
    detail: string,
    options: { readonly title?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.title = options.title ?? REASONS[status] ?? "Error";
    this.headers = options.headers ?? {};
  }

  /** The answer. */
  get reply(): Reply {
    const errors = [{ status: String(this.status), title: this.title, detail: this.message }];
    return { ...jsonReply({ errors }, this.status), headers: { ...JSON_HEADERS, ...this.headers } };
  }
}

/** The names of the statuses that are used here. */
const REASONS: Readonly<Record<number, string>> = {
  200: "OK",
  400: "Bad Request",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  431: "Request Header Fields Too Large",
  500: "Internal Server Error",
  503: "Service Unavailable",
  505: "HTTP Version Not Supported",
};

const JSON_HEADERS = { "Content-Type": "application/json; charset=utf-8" } as const;

/** A value as a reply. */
export function jsonReply(value: unknown, status = 200): Reply {
  return { status, headers: JSON_HEADERS, body: JSON.stringify(value) };
}

/** A text as a reply. */
export function textReply(body: string, contentType = "text/plain; charset=utf-8"): Reply {
  return { status: 200, headers: { "Content-Type": contentType }, body };
}

const REQUEST_LINE_REGEXP = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([!-~]+) HTTP\/(\d)\.\d$/;
const HEADER_REGEXP = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;

/**
 * Reads the head of a request.
 *
 * @param text Everything before the empty line.
 * @throws {HttpProblem} 400 where it is none, 505 where it is of another version.
 */
export function parseHead(text: string): RequestHead {
  const [line = "", ...lines] = text.split("\r\n");
  const [, method, target, version] = REQUEST_LINE_REGEXP.exec(line) ?? [];
  if (method === undefined || target === undefined) throw new HttpProblem(400, "This is not a request of HTTP/1.1");
  if (version !== "1") throw new HttpProblem(505, `HTTP/1.1 is spoken here, not version ${version}`);
  const headers = new Map<string, string>();
  for (const each of lines) {
    const [, name, value] = HEADER_REGEXP.exec(each) ?? [];
    if (name === undefined || value === undefined) throw new HttpProblem(400, "A line of the head is no header");
    headers.set(name.toLowerCase(), value);
  }
  // Proxies are asked with whole URLs.
  const path = target.replace(/^http:\/\/[^/?#]*/i, "").replace(/[?#].*$/s, "");
  return { method, path: path === "" ? "/" : path, headers };
}

/** A reply as bytes. The connection ends with it. */
export function formatReply({ status, headers = {}, body }: Reply): Uint8Array<ArrayBuffer> {
  const bytes = new TextEncoder().encode(body);
  const all = {
    ...headers,
    "Content-Length": String(bytes.byteLength),
    "Connection": "close",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = new TextEncoder().encode(`HTTP/1.1 ${status} ${REASONS[status] ?? "Unknown"}\r\n${lines.join("")}\r\n`);
  const whole = new Uint8Array(head.byteLength + bytes.byteLength);
  whole.set(head);
  whole.set(bytes, head.byteLength);
  return whole;
}
