/** What `httpDebug` logs: every request and response, with or without bodies. */

import type { HttpOutcome, HttpRequest } from "../../transport/mod.ts";
import type { VirtualUser } from "../virtual_user.ts";

const decoder = new TextDecoder();
const { crypto } = globalThis;

/** Logs one hop. */
export class DebugDump {
  readonly #vu: VirtualUser;
  readonly #withBodies: boolean;
  readonly #fields: Readonly<Record<string, string>>;

  /** @param vu The VU that sends it; its option says what to log. */
  constructor(vu: VirtualUser) {
    this.#vu = vu;
    this.#withBodies = vu.settings.http.debug === "full";
    this.#fields = {
      group: vu.group,
      iter: String(vu.iteration),
      request_id: crypto.randomUUID(),
      scenario: vu.tags.get("scenario") ?? "",
      source: "http-debug",
      vu: String(vu.id),
    };
  }

  request({ method, url, headers, host, body }: HttpRequest): void {
    const lines = [
      `${method} ${url.requestTarget} HTTP/1.1`,
      `Host: ${host ?? url.host}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      ...(body === undefined ? [] : [`Content-Length: ${body.length}`]),
    ];
    this.#log("Request", lines, body);
  }

  response({ response }: HttpOutcome): void {
    if (response === undefined) return;
    const { version, status, reason, headers, body } = response;
    const lines = [`${version} ${status} ${reason}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
    this.#log("Response", lines, body);
  }

  #log(what: string, lines: readonly string[], body: Uint8Array | undefined): void {
    const text = this.#withBodies && body !== undefined ? decoder.decode(body) : "";
    this.#vu.log("info", `${what}:\n${lines.join("\n")}\n\n${text}\n`, undefined, this.#fields);
  }
}
