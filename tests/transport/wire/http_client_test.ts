/** The HTTP client on its own: through proxies, what it keeps, what it says of old runtimes. */

import { connect, createServer, type Socket } from "node:net";
import { SystemClock, TimerQueue } from "../../../src/base/mod.ts";
import {
  type Capabilities,
  capabilitiesOf,
  type HttpCall,
  type HttpClientOptions,
  type HttpOutcome,
  NetworkPolicy,
  parseWebSocketUrl,
  TlsSettings,
} from "../../../src/transport/mod.ts";
import { WireHttpClient } from "../../../src/transport/wire/http_client.ts";
import { assertEquals, assertRejects } from "../../support/assert.ts";
import { HttpPeer } from "../../support/http_peer.ts";
import { ROOT, SERVER } from "../../support/tls_fixtures.ts";

/** A client with its thread. `await using` closes what it keeps. */
class ClientBed implements AsyncDisposable {
  readonly client: WireHttpClient;
  readonly meter = { sent: 0, received: 0 };
  readonly #timers = new TimerQueue(new SystemClock());

  constructor(options: Partial<HttpClientOptions> = {}, capabilities: Partial<Capabilities> = {}) {
    const host = {
      clock: new SystemClock(),
      timers: this.#timers,
      reportDefect: (error: unknown) => {
        throw error;
      },
    };
    this.client = new WireHttpClient(host, {
      network: new NetworkPolicy(),
      tls: new TlsSettings(),
      meter: this.meter,
      maxIdle: 20,
      maxIdlePerHost: 6,
      keepsConnections: true,
      maxBodySize: 1e6,
      ...options,
    }, { ...capabilitiesOf(), ...capabilities });
  }

  get(url: string): Promise<HttpOutcome> {
    return new Promise((resolve) => this.send(url, resolve));
  }

  send(url: string, done: (outcome: HttpOutcome) => void): HttpCall {
    const request = {
      method: "GET",
      url: parseWebSocketUrl(url),
      headers: [],
      body: undefined,
      keepsBody: true,
      timeout: 10_000,
    };
    return this.client.send(request, done);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.client.closeIdle();
    this.#timers.clear();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** A proxy that knows one server, whatever it is asked for. */
async function startProxy(targetPort: number) {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on("error", () => {});
    client.once("data", (bytes) => {
      requests.push(bytes.toString().split("\r\n")[0]!);
      const target = connect(targetPort, "127.0.0.1", () => {
        if (bytes.toString().startsWith("CONNECT ")) client.write("HTTP/1.1 200 OK\r\n\r\n");
        else target.write(bytes);
        client.pipe(target);
        target.pipe(client);
      });
      sockets.add(target);
      target.on("error", () => {});
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    requests,
    address: `127.0.0.1:${(server.address() as { port: number }).port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function statusAndBody({ response, error }: HttpOutcome): unknown[] {
  return [response?.status, response && JSON.parse(new TextDecoder().decode(response.body)).url, error];
}

Deno.test("plain requests are handed to the proxy, those over TLS go through a tunnel", async () => {
  await using plain = await HttpPeer.listen();
  await using secure = await HttpPeer.listen({}, SERVER);
  await using plainProxy = await startProxy(plain.port);
  await using tunnel = await startProxy(secure.port);
  await using bed = new ClientBed({
    network: new NetworkPolicy({ proxy: { http: plainProxy.address, https: tunnel.address } }),
    tls: new TlsSettings({ rootCertificates: [ROOT] }),
  });
  assertEquals(statusAndBody(await bed.get("http://nowhere.invalid:81/x?y")), [
    200,
    "http://nowhere.invalid:81/x?y",
    undefined,
  ]);
  assertEquals(statusAndBody(await bed.get("https://example.test/z")), [200, "/z", undefined]);
  assertEquals(plainProxy.requests, ["GET http://nowhere.invalid:81/x?y HTTP/1.1"]);
  assertEquals(tunnel.requests, ["CONNECT example.test:443 HTTP/1.1"]);
});

Deno.test("no more connections are kept than the limits allow", async () => {
  await using peer = await HttpPeer.listen();
  await using bed = new ClientBed({ maxIdlePerHost: 2 });
  await Promise.all([1, 2, 3, 4].map(() => bed.get(peer.url)));
  assertEquals(peer.connections, 4);
  await Promise.all([1, 2, 3].map(() => bed.get(peer.url)));
  assertEquals(peer.connections, 5);
  bed.client.closeIdle();
  await bed.get(peer.url);
  assertEquals(peer.connections, 6);
});

Deno.test("every byte is counted, and the phases of a kept connection are none", async () => {
  await using peer = await HttpPeer.listen();
  await using bed = new ClientBed();
  const first = await bed.get(`${peer.url}/a`);
  const head = `GET /a HTTP/1.1\r\nHost: 127.0.0.1:${peer.port}\r\n\r\n`;
  assertEquals([bed.meter.sent, first.remoteAddress, first.remotePort], [head.length, "127.0.0.1", peer.port]);
  const { timings } = await bed.get(`${peer.url}/a`);
  assertEquals([timings.connecting, timings.tlsHandshaking, bed.meter.sent], [0, 0, 2 * head.length]);
});

Deno.test("what an old runtime cannot do is refused by name", async () => {
  await using bed = new ClientBed({ localAddress: "127.0.0.2" }, { localAddress: false, runtime: "Deno 2.4.2" });
  const error = await assertRejects(() => bed.get("http://127.0.0.1:1/"), Error);
  assertEquals(error.message.includes("localAddress on Deno 2.4.2"), true, error.message);
});

Deno.test("to give up what is over already leaves the connection to whoever uses it next", async () => {
  await using peer = await HttpPeer.listen();
  await using bed = new ClientBed();
  let call: HttpCall | undefined;
  await new Promise<unknown>((resolve) => call = bed.send(peer.url, resolve));
  call!.cancel();
  assertEquals(statusAndBody(await bed.get(`${peer.url}/next`)), [200, "/next", undefined]);
  assertEquals(peer.connections, 1);
});
