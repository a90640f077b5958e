/** wss: verification, client certificates, versions, server names; errors in Go's words. */

import type { TlsOptions } from "node:tls";
import { DEFAULT_DNS, NetworkPolicy, type TlsParameters, TlsSettings } from "../../../src/transport/mod.ts";
import { assert, assertEquals, assertMatch } from "../../support/assert.ts";
import type { PartialOptions } from "../../support/connection_recorder.ts";
import { startWsPeer } from "../../support/echo_peers.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { CLIENT, ENCRYPTED_CLIENT_KEY, EXPIRED, ROOT, SELF_SIGNED, SERVER } from "../../support/tls_fixtures.ts";
import { TransportBed } from "../../support/transport_bed.ts";

const TRUSTING = new TlsSettings({ rootCertificates: [ROOT] });
const UNKNOWN_AUTHORITY = "tls: failed to verify certificate: x509: certificate signed by unknown authority";
const UNKNOWN_OR_EXPIRED = `${UNKNOWN_AUTHORITY}, or it has expired: the runtime does not tell the two apart`;

/** Connects to a server with some TLS options; resolves with the error, or with `open`. */
async function outcome(server: TlsOptions, options: PartialOptions, hostname = "localhost"): Promise<string> {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept(), { tls: server });
  const network = new NetworkPolicy({ hosts: { "*.test": "127.0.0.1" }, dns: { ...DEFAULT_DNS, policy: "onlyIPv4" } });
  const recorder = bed.connect(`wss://${hostname}:${peer.port}/`, { tls: TRUSTING, network, ...options });
  await recorder.until(() => recorder.events.length > 0);
  const [event] = recorder.events;
  assert(event !== undefined);
  if ("open" in event) return "open";
  assert("end" in event && event.end.kind === "handshake");
  return event.end.error;
}

function trusting(parameters: TlsParameters): { tls: TlsSettings } {
  return { tls: new TlsSettings({ rootCertificates: [ROOT], ...parameters }) };
}

Deno.test("a certificate is verified, and a bad one is told in Go's words", async (t) => {
  const cases: [name: string, server: TlsOptions, options: PartialOptions, hostname: string, result: string][] = [
    ["a good one", SERVER, {}, "localhost", "open"],
    ["a good one for an address", SERVER, {}, "127.0.0.1", "open"],
    ["a good one for a name behind hosts", SERVER, {}, "example.test", "open"],
    [
      "one for other names",
      SERVER,
      {},
      "other.test",
      "tls: failed to verify certificate: x509: certificate is valid for localhost, example.test, not other.test",
    ],
    ["one of an unknown authority", SERVER, { tls: new TlsSettings() }, "localhost", UNKNOWN_OR_EXPIRED],
    ["one that nobody signed", SELF_SIGNED, {}, "localhost", UNKNOWN_AUTHORITY],
    ["an expired one", EXPIRED, {}, "localhost", UNKNOWN_OR_EXPIRED],
    [
      "any, by option of the run",
      SELF_SIGNED,
      { tls: new TlsSettings({ insecureSkipTlsVerify: true }) },
      "localhost",
      "open",
    ],
    ["any, by option of the connection", SELF_SIGNED, { insecureSkipTlsVerify: true }, "localhost", "open"],
    [
      "a good one, by option of the connection against the run's",
      SELF_SIGNED,
      { tls: new TlsSettings({ insecureSkipTlsVerify: true }), insecureSkipTlsVerify: false },
      "localhost",
      UNKNOWN_AUTHORITY,
    ],
  ];
  for (const [name, server, options, hostname, result] of cases) {
    await t.step(name, async () => assertEquals(await outcome(server, options, hostname), result));
  }
});

Deno.test("a client certificate is shown to a server that asks for it", async (t) => {
  const asking: TlsOptions = { ...SERVER, ca: ROOT, requestCert: true, rejectUnauthorized: true };
  await t.step(
    "with one",
    async () => assertEquals(await outcome(asking, trusting({ certificates: [CLIENT] })), "open"),
  );
  await t.step("with an encrypted key", async () => {
    const certificate = { cert: CLIENT.cert, key: ENCRYPTED_CLIENT_KEY, password: "secret" };
    assertEquals(await outcome(asking, trusting({ certificates: [certificate] })), "open");
  });
  await t.step("with one for another domain", async () => {
    const elsewhere = { ...CLIENT, domains: ["elsewhere.test"] };
    assertEquals(
      await outcome(asking, trusting({ certificates: [elsewhere] })),
      "remote error: tls: certificate required",
    );
  });
  await t.step(
    "without",
    async () => assertEquals(await outcome(asking, {}), "remote error: tls: certificate required"),
  );
});

Deno.test("TLS versions are those asked for", async () => {
  const only12 = trusting({ maxVersion: "tls1.2" });
  assertEquals(await outcome({ ...SERVER, maxVersion: "TLSv1.2" }, only12), "open");
  assertEquals(
    await outcome({ ...SERVER, maxVersion: "TLSv1.2" }, trusting({ minVersion: "tls1.3" })),
    "remote error: tls: protocol version not supported",
  );
});

Deno.test("the server learns the name, unless it is an address, and HTTP/1.1 is all we speak", async () => {
  const names: unknown[] = [];
  const server: TlsOptions = {
    ...SERVER,
    ALPNProtocols: ["h2", "http/1.1"],
    SNICallback: (name, done) => {
      names.push(name);
      done(null);
    },
  };
  assertEquals(await outcome(server, {}, "example.test"), "open");
  assertEquals(await outcome(server, {}, "127.0.0.1"), "open");
  assertEquals(names.filter((name) => name !== ""), ["example.test"]);
  assertEquals(await outcome({ ...SERVER, ALPNProtocols: ["h2"] }, {}), "remote error: tls: no application protocol");
});

Deno.test("a server that does not speak TLS is told so", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.write("HTTP/1.1 400 Bad Request\r\n\r\n"), {
    beforeRequest: true,
  });
  const end = await bed.connect(`wss://127.0.0.1:${peer.port}/`, { tls: TRUSTING }).ended();
  assert(end.kind === "handshake");
  assertEquals(end.error, "tls: first record does not look like a TLS handshake");
});

Deno.test("a server that hangs up during the TLS handshake is an EOF", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.end(), { beforeRequest: true });
  const end = await bed.connect(`wss://127.0.0.1:${peer.port}/`, { tls: TRUSTING }).ended();
  assert(end.kind === "handshake");
  assertEquals(end.error, "EOF");
});

Deno.test("a port on which nobody listens is refused as without TLS", async () => {
  await using bed = new TransportBed();
  const end = await bed.connect("wss://127.0.0.1:1/", { tls: TRUSTING }).ended();
  assert(end.kind === "handshake");
  assertEquals(end.error, "dial tcp 127.0.0.1:1: connect: connection refused");
});

Deno.test("messages of all sizes pass through TLS, by either reader", async (t) => {
  for (const onread of [true, false]) {
    await t.step(onread ? "onread" : "data events", async () => {
      await using bed = new TransportBed({ capabilities: { onread } });
      await using peer = await startWsPeer({ tls: SERVER });
      const recorder = bed.connect(peer.url, { tls: TRUSTING });
      await recorder.opened();
      const texts = ["", "é", "x".repeat(20_000), "y".repeat(300_000)];
      for (const text of texts) recorder.connection.sendText(text);
      assertEquals(recorder.connection.bufferedAmount, 320_002);
      assertEquals(await recorder.storyOf(4), texts.map((text) => ({ text })));
      await recorder.until(() => recorder.connection.bufferedAmount === 0);
      recorder.connection.close(1000, "bye");
      assertEquals(await recorder.ended(), { kind: "close", code: 1000, reason: "bye" });
    });
  }
});

Deno.test("the meter counts what is inside of TLS", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => connection.accept(), { tls: SERVER });
  const recorder = bed.connect(`wss://localhost:${peer.port}`, {
    tls: TRUSTING,
    network: new NetworkPolicy({ dns: { ...DEFAULT_DNS, policy: "onlyIPv4" } }),
  });
  await recorder.opened();
  const connection = await peer.connection();
  assertEquals(recorder.meter, { sent: connection.request.length, received: connection.acceptText().length });
  assertMatch(connection.request, /\r\nHost: localhost:\d+\r\n/);
});
