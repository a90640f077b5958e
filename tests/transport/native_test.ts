/** What the native transport cannot do: said by name, where it is asked for. */

import { SquallError } from "../../src/base/mod.ts";
import { DEFAULT_DNS, NetworkPolicy, TlsSettings } from "../../src/transport/mod.ts";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import type { PartialOptions } from "../support/connection_recorder.ts";
import { startWsPeer } from "../support/echo_peers.ts";
import { ManualClock } from "../support/manual_clock.ts";
import { RawPeer } from "../support/raw_peer.ts";
import { CLIENT, ENCRYPTED_CLIENT_KEY, ROOT, SERVER } from "../support/tls_fixtures.ts";
import { TransportBed } from "../support/transport_bed.ts";

const COMPRESSION = { serverNoContextTakeover: true, clientNoContextTakeover: true };

Deno.test("options that the runtime's WebSocket does not have are refused by name", async (t) => {
  const cases: [name: string, url: string, options: PartialOptions][] = [
    ["compression", "ws://127.0.0.1:1/", { compression: COMPRESSION }],
    ["a Host header", "ws://127.0.0.1:1/", { headers: [["host", "h"]] }],
    ["insecureSkipTLSVerify", "wss://127.0.0.1:1/", { insecureSkipTlsVerify: true }],
    ["insecureSkipTLSVerify", "wss://h/", { tls: new TlsSettings({ insecureSkipTlsVerify: true }) }],
    ["tlsVersion", "wss://h/", { tls: new TlsSettings({ minVersion: "tls1.3" }) }],
    ["a password in tlsAuth", "wss://h/", {
      tls: new TlsSettings({ certificates: [{ cert: CLIENT.cert, key: ENCRYPTED_CLIENT_KEY, password: "secret" }] }),
    }],
    ["hosts for h.test", "ws://h.test/", { network: new NetworkPolicy({ hosts: { "h.test": "127.0.0.1" } }) }],
    ["dns", "ws://h/", { network: new NetworkPolicy({ dns: { ...DEFAULT_DNS, policy: "onlyIPv6" } }) }],
    ["blacklistIPs for host names", "ws://h/", { network: new NetworkPolicy({ blacklistIPs: ["10.0.0.0/8"] }) }],
    ["a proxy", "ws://h.test/", { network: new NetworkPolicy({ proxy: { http: "proxy.test" } }) }],
    ["compression, a Host header", "ws://h/", { compression: COMPRESSION, headers: [["Host", "h"]] }],
  ];
  await using bed = new TransportBed({ transport: "native" });
  for (const [option, url, options] of cases) {
    await t.step(option, () => {
      const error = assertThrows(() => bed.connect(url, options), SquallError);
      assertEquals(error.code, "UNSUPPORTED_BY_TRANSPORT");
      assertEquals(error.message, `The transport 'native' cannot honour ${option}`);
    });
  }
});

Deno.test("ping and most close codes are refused by name", async () => {
  await using bed = new TransportBed({ transport: "native" });
  await using peer = await startWsPeer();
  const { connection, ...recorder } = bed.connect(peer.url);
  assertEquals(recorder.events, []);
  assertEquals(assertThrows(() => connection.ping(new Uint8Array()), SquallError).code, "UNSUPPORTED_BY_TRANSPORT");
  for (const code of [0, 1001, 1011, 2999, 5000]) {
    const error = assertThrows(() => connection.close(code, ""), SquallError);
    assertEquals(error.message, `The transport 'native' cannot honour the close code ${code}`);
  }
});

Deno.test("blocked names and blacklisted addresses are refused in k6's words", async () => {
  await using bed = new TransportBed({ transport: "native" });
  const network = new NetworkPolicy({ blockHostnames: ["*.test"], blacklistIPs: ["127.0.0.0/8"] });
  const address = await bed.connect("ws://127.0.0.1:1/", { network }).ended();
  assert(address.kind === "handshake");
  assertEquals(address.error, "IP (127.0.0.1) is in a blacklisted range (127.0.0.0/8)");
  const blocked = new NetworkPolicy({ blockHostnames: ["*.test"] });
  const name = await bed.connect("ws://a.test/", { network: blocked }).ended();
  assert(name.kind === "handshake");
  assertEquals(name.error, "hostname (a.test) is in a blocked pattern (*.test)");
});

Deno.test("headers, client certificates and a source address are honoured", async (t) => {
  await using bed = new TransportBed({ transport: "native" });
  await t.step("headers", async () => {
    const seen: unknown[] = [];
    await using peer = await startWsPeer({ onRequest: ({ headers }) => seen.push(headers["x-a"], headers["cookie"]) });
    await bed.connect(peer.url, { headers: [["X-A", "1"], ["Cookie", "c=d"]] }).opened();
    assertEquals(seen, ["1", "c=d"]);
  });
  await t.step("a client certificate", async () => {
    await using peer = await startWsPeer({ tls: { ...SERVER, ca: ROOT, requestCert: true, rejectUnauthorized: true } });
    const tls = new TlsSettings({ rootCertificates: [ROOT], certificates: [CLIENT] });
    const first = bed.connect(peer.url, { tls });
    const second = bed.connect(peer.url, { tls });
    assertEquals([(await first.opened()).status, (await second.opened()).status], [101, 101]);
  });
  await t.step({
    name: "a source address",
    ignore: Deno.build.os !== "linux",
    async fn() {
      const seen: unknown[] = [];
      await using peer = await startWsPeer({ onRequest: ({ socket }) => seen.push(socket.remoteAddress) });
      await bed.connect(peer.url, { localAddress: "127.0.0.77" }).opened();
      assertEquals(seen, ["127.0.0.77"]);
    },
  });
});

Deno.test("what is not known of the response is said to be unknown", async () => {
  await using bed = new TransportBed({ transport: "native" });
  await using peer = await startWsPeer();
  assertEquals(await bed.connect(peer.url, { protocols: ["p"] }).opened(), {
    status: 101,
    headers: [],
    body: "",
    protocol: "p",
    extensions: [],
    remoteAddress: "",
    cookies: [],
    isComplete: false,
  });
});

Deno.test("TCP that ends without a close frame is an end without one; a broken rule is a failed read", async () => {
  await using bed = new TransportBed({ transport: "native" });
  await using cut = await RawPeer.listen((connection) => {
    connection.accept();
    connection.end();
  });
  assertEquals(await bed.connect(cut.url).ended(), { kind: "eof" });
  await using broken = await RawPeer.listen((connection) => {
    connection.accept();
    connection.writeHex("8300");
  });
  const end = await bed.connect(broken.url).ended();
  assertEquals(end.kind, "read");
});

Deno.test("what the runtime does not notice is as the transport says", async () => {
  await using bed = new TransportBed({ transport: "native" });
  assertEquals(bed.transport.limitations.filter((limitation) => limitation.includes("accept key")).length, 1);
  await using peer = await RawPeer.listen((connection) => {
    const text = connection.acceptText("Sec-WebSocket-Extensions: x-turbo\r\n");
    connection.write(text.replace(/Accept: .*/, "Accept: AAAA"));
    connection.writeHex("8182010203046968 8802 03e8");
  });
  const recorder = bed.connect(peer.url);
  await recorder.ended();
  assertEquals(recorder.story, [{ text: "ih" }, { end: { kind: "close", code: 1000, reason: "" } }]);
});

Deno.test("time limits hold for the handshake and for the closing handshake", async () => {
  const clock = new ManualClock();
  await using bed = new TransportBed({ transport: "native", clock });
  await using silent = await RawPeer.listen(() => {});
  const dialling = bed.connect(silent.url, { handshakeTimeout: 5000 });
  await silent.connection();
  clock.advance(5000);
  assertEquals(await dialling.ended(), {
    kind: "handshake",
    error: `dial tcp 127.0.0.1:${silent.port}: i/o timeout`,
    response: undefined,
  });
  await using deaf = await RawPeer.listen((connection) => connection.accept());
  const open = bed.connect(deaf.url, { closeTimeout: 5000 });
  await open.opened();
  open.connection.close(1000, "");
  clock.advance(5000);
  assertEquals(await open.ended(), { kind: "timeout" });
});

Deno.test("the transport says what it leaves out", async () => {
  await using native = new TransportBed({ transport: "native" });
  await using wire = new TransportBed();
  assert(native.transport.limitations.some((limitation) => limitation.includes("data_sent")));
  assertEquals(wire.transport.limitations, []);
});

Deno.test("the wire transport on an older runtime refuses by name what that would ignore", async (t) => {
  await using bed = new TransportBed({
    capabilities: { runtime: "Deno 2.4.2", localAddress: false, tlsIdentity: false },
  });
  const cases: [option: string, options: PartialOptions][] = [
    ["localAddress", { localAddress: "127.0.0.2" }],
    ["tlsAuth", { tls: new TlsSettings({ certificates: [CLIENT] }) }],
    ["tlsVersion", { tls: new TlsSettings({ maxVersion: "tls1.2" }) }],
  ];
  for (const [option, options] of cases) {
    await t.step(option, () => {
      const error = assertThrows(() => bed.connect("wss://127.0.0.1:1/", options), SquallError);
      assertEquals(error.message, `The transport 'wire' cannot honour ${option} on Deno 2.4.2`);
    });
  }
});
