/** Through an HTTP proxy by CONNECT, with and without TLS behind it. */

import { connect, createServer, type Socket } from "node:net";
import { DEFAULT_DNS, NetworkPolicy, TlsSettings } from "../../../src/transport/mod.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { startWsPeer } from "../../support/echo_peers.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { ROOT, SERVER } from "../../support/tls_fixtures.ts";
import { TransportBed } from "../../support/transport_bed.ts";

/** A proxy that tunnels everything to one port of this machine. */
class Proxy implements AsyncDisposable {
  readonly #server = createServer({ allowHalfOpen: true }, (socket) => this.#serve(socket));
  readonly #sockets = new Set<Socket>();
  readonly #targetPort: number;
  /** What clients asked for. */
  readonly requests: string[] = [];

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
  }

  static async listen(targetUrl: string): Promise<Proxy> {
    const proxy = new Proxy(Number(new URL(targetUrl).port));
    await new Promise<void>((resolve) => proxy.#server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get address(): string {
    return `127.0.0.1:${(this.#server.address() as { port: number }).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #serve(client: Socket): void {
    this.#sockets.add(client);
    client.on("error", () => client.destroy());
    client.once("data", (bytes) => {
      this.requests.push(bytes.toString());
      const server = connect(this.#targetPort, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(server);
        server.pipe(client);
      });
      this.#sockets.add(server);
      server.on("error", () => client.destroy());
    });
  }
}

Deno.test("ws goes through the proxy, which looks the name up", async () => {
  await using bed = new TransportBed();
  await using peer = await startWsPeer();
  await using proxy = await Proxy.listen(peer.url);
  const network = new NetworkPolicy({ proxy: { http: `http://us:pw@${proxy.address}` } });
  const recorder = bed.connect("ws://nowhere.invalid:81/x", { network });
  await recorder.opened();
  recorder.connection.sendText("hi");
  assertEquals(await recorder.storyOf(1), [{ text: "hi" }]);
  assertEquals(proxy.requests, [
    "CONNECT nowhere.invalid:81 HTTP/1.1\r\nHost: nowhere.invalid:81\r\nProxy-Authorization: Basic dXM6cHc=\r\n\r\n",
  ]);
});

Deno.test("wss goes through the proxy, and TLS is spoken with the server", async (t) => {
  for (const onread of [true, false]) {
    await t.step(onread ? "a new runtime" : "an old one", async () => {
      await using bed = new TransportBed({ capabilities: { onread } });
      await using peer = await startWsPeer({ tls: SERVER });
      await using proxy = await Proxy.listen(peer.url);
      const network = new NetworkPolicy({ proxy: { https: proxy.address, http: "http://unused.test" } });
      const tls = new TlsSettings({ rootCertificates: [ROOT] });
      const recorder = bed.connect("wss://example.test/", { network, tls });
      await recorder.opened();
      const text = "x".repeat(100_000);
      recorder.connection.sendText(text);
      assertEquals(await recorder.storyOf(1), [{ text }]);
      assertEquals(proxy.requests, ["CONNECT example.test:443 HTTP/1.1\r\nHost: example.test:443\r\n\r\n"]);
      recorder.connection.close(1000, "");
      assertEquals((await recorder.ended()).kind, "close");
    });
  }
});

Deno.test("a proxy that does not tunnel fails the dial in k6's words", async (t) => {
  const cases: [name: string, answer: string, error: string][] = [
    ["wants a password", "HTTP/1.1 407 Proxy Auth Required\r\nContent-Length: 0\r\n\r\n", "Proxy Auth Required"],
    ["cannot reach the server", "HTTP/1.1 502 Bad Gateway\r\n\r\n", "Bad Gateway"],
    ["is none", "garbage\r\n\r\n", 'malformed HTTP response "garbage"'],
    ["hangs up", "", "unexpected EOF"],
  ];
  for (const [name, answer, error] of cases) {
    await t.step(name, async () => {
      await using bed = new TransportBed();
      await using peer = await RawPeer.listen((connection) => {
        connection.write(answer);
        connection.end();
      });
      const network = new NetworkPolicy({ proxy: { http: `127.0.0.1:${peer.port}` } });
      const end = await bed.connect("ws://elsewhere.test/", { network }).ended();
      assert(end.kind === "handshake");
      assertEquals(end.error, error);
    });
  }
});

Deno.test("what may not be dialled directly may not be reached through a proxy either, and a bad proxy is named", async (t) => {
  const proxy = { http: "http://proxy.test:3128" };
  const cases: [name: string, network: NetworkPolicy, error: string][] = [
    [
      "a blocked name",
      new NetworkPolicy({ proxy, blockHostnames: ["server.test"] }),
      "hostname (server.test) is in a blocked pattern (server.test)",
    ],
    [
      "a blocked proxy",
      new NetworkPolicy({ proxy, blockHostnames: ["proxy.test"] }),
      "hostname (proxy.test) is in a blocked pattern (proxy.test)",
    ],
    [
      "a proxy behind hosts that does not listen",
      new NetworkPolicy({ proxy, hosts: { "proxy.test": "127.0.0.1:1" }, dns: DEFAULT_DNS }),
      "dial tcp 127.0.0.1:1: connect: connection refused",
    ],
    [
      "a proxy of another kind",
      new NetworkPolicy({ proxy: { http: "socks5://proxy.test" } }),
      "proxy: unknown scheme: socks5 in 'socks5://proxy.test': only http proxies can be used",
    ],
  ];
  for (const [name, network, error] of cases) {
    await t.step(name, async () => {
      await using bed = new TransportBed();
      const end = await bed.connect("ws://server.test/", { network }).ended();
      assert(end.kind === "handshake");
      assertEquals(end.error, error);
    });
  }
});
