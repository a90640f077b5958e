/** Where a dial goes: names, options, families, proxies, permissions, and Go's words where it cannot go. */

import { DEFAULT_DNS, NetworkPolicy, type ProxySettings } from "../../../src/transport/mod.ts";
import { assert, assertEquals, assertMatch } from "../../support/assert.ts";
import type { PartialOptions } from "../../support/connection_recorder.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { TransportBed } from "../../support/transport_bed.ts";

/** A port on which nobody listens. */
const CLOSED_PORT = 1;

async function dialError(url: string, options: PartialOptions = {}): Promise<string> {
  await using bed = new TransportBed();
  const end = await bed.connect(url, options).ended();
  assert(end.kind === "handshake");
  assertEquals(end.response, undefined);
  return end.error;
}

/** Whether this machine has the IPv6 loopback address. */
async function hasIpv6(): Promise<boolean> {
  try {
    await using _peer = await RawPeer.listen(() => {}, { host: "::1" });
    return true;
  } catch {
    // No such address here.
    return false;
  }
}

Deno.test("dials that cannot succeed are told in Go's words", async (t) => {
  const cases: [name: string, url: string, error: string][] = [
    ["refused", `ws://127.0.0.1:${CLOSED_PORT}/`, `dial tcp 127.0.0.1:${CLOSED_PORT}: connect: connection refused`],
    ["no host", "ws:///x", "lookup : no such host"],
    ["no authority", "ws:foo", "lookup : no such host"],
    ["a port that is none", "ws://127.0.0.1:99999/", "dial tcp: address 99999: invalid port"],
    ["two ports", "ws://h:1:2/", "address h:1:2: too many colons in address"],
    ["an unknown name", "ws://nowhere.invalid/", "lookup nowhere.invalid: no such host"],
    ["almost an address", "ws://256.1.1.1:1/", "lookup 256.1.1.1: no such host"],
  ];
  for (const [name, url, error] of cases) {
    await t.step(name, async () => {
      const found = await dialError(url);
      // Without a name server, the resolver cannot say that there is no such name.
      assertEquals(found.replace("Temporary failure in name resolution", "no such host"), error);
    });
  }
});

Deno.test("hosts sends the dial elsewhere, and leaves the Host header alone", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const network = new NetworkPolicy({ hosts: { "*.example.test": `127.0.0.1:${peer.port}` } });
  await bed.connect("ws://chat.example.test:81/", { network }).opened();
  assertMatch((await peer.connection()).request, /\r\nHost: chat\.example\.test:81\r\n/);
});

Deno.test("blockHostnames and blacklistIPs stop a dial, also behind hosts", async (t) => {
  const cases: [name: string, url: string, network: NetworkPolicy, error: string][] = [
    [
      "a blocked name",
      "ws://a.blocked.test/",
      new NetworkPolicy({ blockHostnames: ["*.blocked.test"], hosts: { "a.blocked.test": "127.0.0.1" } }),
      "hostname (a.blocked.test) is in a blocked pattern (*.blocked.test)",
    ],
    [
      "a blacklisted address",
      "ws://127.0.0.1:1/",
      new NetworkPolicy({ blacklistIPs: ["127.0.0.0/8"] }),
      "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)",
    ],
    [
      "a blacklisted address behind hosts",
      "ws://a.test:1/",
      new NetworkPolicy({ blacklistIPs: ["127.0.0.0/8"], hosts: { "a.test": "127.0.0.1" } }),
      "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)",
    ],
    [
      "a blacklisted address behind a name",
      "ws://localhost:1/",
      new NetworkPolicy({ blacklistIPs: ["127.0.0.0/8", "::1/128"], dns: { ...DEFAULT_DNS, policy: "onlyIPv4" } }),
      "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)",
    ],
    [
      "a blacklisted address written as IPv6",
      "ws://[::ffff:127.0.0.1]:1/",
      new NetworkPolicy({ blacklistIPs: ["127.0.0.0/8"] }),
      "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)",
    ],
  ];
  for (const [name, url, network, error] of cases) {
    await t.step(name, async () => assertEquals(await dialError(url, { network }), error));
  }
});

Deno.test("a name is looked up and dialled", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const { remoteAddress } = await bed.connect(`ws://localhost:${peer.port}/`).opened();
  assertEquals(remoteAddress, "127.0.0.1");
});

Deno.test({
  name: "IPv6 addresses are dialled, named in brackets, and tried when IPv4 does not answer",
  ignore: !await hasIpv6(),
  async fn(t) {
    await using bed = new TransportBed();
    await using peer = await RawPeer.listen((connection) => connection.accept(), { host: "::1" });
    await t.step("a literal", async () => {
      const { remoteAddress } = await bed.connect(`ws://[::1]:${peer.port}/`).opened();
      assertEquals(remoteAddress, "::1");
      assertMatch((await peer.connection()).request, new RegExp(`\r\nHost: \\[::1\\]:${peer.port}\r\n`));
    });
    await t.step("behind hosts", async () => {
      const network = new NetworkPolicy({ hosts: { "six.test": `[::1]:${peer.port}` } });
      assertEquals((await bed.connect("ws://six.test/", { network }).opened()).remoteAddress, "::1");
    });
    await t.step("refused", async () => {
      assertEquals(await dialError("ws://[::1]:1/"), "dial tcp [::1]:1: connect: connection refused");
    });
  },
});

Deno.test({
  name: "localAddress chooses the source address",
  ignore: Deno.build.os !== "linux",
  async fn(t) {
    await using bed = new TransportBed();
    await using peer = await RawPeer.listen((connection) => connection.accept());
    await t.step("one of ours", async () => {
      await bed.connect(peer.url, { localAddress: "127.0.0.77" }).opened();
      assertEquals((await peer.connection()).remoteAddress, "127.0.0.77");
    });
    await t.step("somebody else's", async () => {
      assertEquals(
        await dialError(peer.url, { localAddress: "192.0.2.1" }),
        `dial tcp 127.0.0.1:${peer.port}: bind: cannot assign requested address`,
      );
    });
  },
});

Deno.test("a time limit is told by the step that it has interrupted", async (t) => {
  const cases: [name: string, url: string, proxy: ProxySettings, error: string][] = [
    ["the TLS handshake", "wss://127.0.0.1:PORT/", {}, "context deadline exceeded"],
    ["a proxy", "ws://h.test/", { http: "http://127.0.0.1:PORT" }, "read tcp ADDRESS->ADDRESS: i/o timeout"],
    [
      "a proxy before TLS",
      "wss://h.test/",
      { https: "http://127.0.0.1:PORT" },
      "read tcp ADDRESS->ADDRESS: i/o timeout",
    ],
  ];
  for (const [name, url, proxy, error] of cases) {
    await t.step(name, async () => {
      const clock = new ManualClock();
      await using bed = new TransportBed({ clock });
      await using peer = await RawPeer.listen(() => {}, { beforeRequest: true });
      const port = String(peer.port);
      const settings = Object.entries(proxy).map(([scheme, server]) => [scheme, server.replace("PORT", port)]);
      const network = new NetworkPolicy({ proxy: Object.fromEntries(settings) });
      const recorder = bed.connect(url.replace("PORT", port), { handshakeTimeout: 5000, network });
      const connection = await peer.connection();
      await connection.until(({ request }) => request !== "");
      clock.advance(4999);
      assertEquals(recorder.events, []);
      clock.advance(1);
      const end = await recorder.ended();
      assert(end.kind === "handshake");
      assertEquals(end.error.replaceAll(/127\.0\.0\.1:\d+/g, "ADDRESS"), error);
      await connection.until(({ over }) => over !== undefined);
    });
  }
});

Deno.test("a thousand dials at once all get through", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const recorders = Array.from({ length: 1000 }, () => bed.connect(peer.url));
  const responses = await Promise.all(recorders.map((recorder) => recorder.opened()));
  assertEquals(responses.every(({ status }) => status === 101), true);
});

Deno.test({
  name: "without permission the dial fails by the name of the flag",
  permissions: { net: ["127.0.0.1"], read: true, env: true, sys: true },
  async fn() {
    assertEquals(
      await dialError("ws://192.0.2.1:81/"),
      "dial tcp 192.0.2.1:81: network access is not allowed, run again with --allow-net=192.0.2.1:81",
    );
    assertEquals(
      await dialError("ws://elsewhere.test/"),
      "dial tcp elsewhere.test:80: network access is not allowed, run again with --allow-net=elsewhere.test:80",
    );
  },
});

Deno.test({
  name: "with permission for a name alone the runtime looks it up, and the blacklist still holds",
  permissions: { net: ["localhost", "127.0.0.1:0"], read: true, env: true, sys: true },
  async fn(t) {
    await using bed = new TransportBed();
    await using peer = await RawPeer.listen((connection) => connection.accept());
    const url = `ws://localhost:${peer.port}/`;
    await t.step("dialled", async () => {
      assertEquals((await bed.connect(url).opened()).remoteAddress, "127.0.0.1");
    });
    await t.step("blacklisted", async () => {
      const network = new NetworkPolicy({ blacklistIPs: ["127.0.0.0/8", "::1/128"] });
      assertMatch(await dialError(url, { network }), /^IP \((127\.0\.0\.1|::1)\) is in a blacklisted range/);
    });
  },
});
