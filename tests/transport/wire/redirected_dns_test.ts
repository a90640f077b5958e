/** A resolver that changes its answers, as in DNS rebinding: what is checked is the very address that is dialled. */

import { DEFAULT_DNS, NetworkPolicy } from "../../../src/transport/mod.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

const REFUSED = "IP (127.0.0.2) is in a blacklisted range (127.0.0.2/32)";

/** A bed whose resolver gives one answer after the other, the last one for ever. */
function bedWith(...answers: readonly string[][]): { readonly bed: TransportBed; readonly asked: string[] } {
  const asked: string[] = [];
  const bed = new TransportBed({
    lookUp: (hostname) => {
      const addresses = answers[Math.min(asked.push(hostname), answers.length) - 1]!;
      return Promise.resolve(addresses.map((address) => ({ address, family: 4 })));
    },
  });
  return { bed, asked };
}

function policy(ttl: number): NetworkPolicy {
  return new NetworkPolicy({ blacklistIPs: ["127.0.0.2/32"], dns: { ...DEFAULT_DNS, select: "first", ttl } });
}

Deno.test("a name that moves into a blacklisted range is refused from then on", async () => {
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const { bed, asked } = bedWith(["127.0.0.1"], ["127.0.0.2"]);
  await using _bed = bed;
  const url = `ws://moving.test:${peer.port}/`;
  await bed.connect(url, { network: policy(0) }).opened();
  const end = await bed.connect(url, { network: policy(0) }).ended();
  assert(end.kind === "handshake");
  assertEquals([end.error, asked], [REFUSED, ["moving.test", "moving.test"]]);
});

Deno.test("between the check and the dial nobody is asked again", async () => {
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const { bed, asked } = bedWith(["127.0.0.1"], ["127.0.0.2"]);
  await using _bed = bed;
  // The peer has the first address alone.
  await bed.connect(`ws://moving.test:${peer.port}/`, { network: policy(0) }).opened();
  assertEquals(asked, ["moving.test"]);
});

Deno.test("an answer that is kept is checked at every dial", async () => {
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const { bed, asked } = bedWith(["127.0.0.2"], ["127.0.0.1"]);
  await using _bed = bed;
  const url = `ws://moving.test:${peer.port}/`;
  await bed.connect(url, { network: new NetworkPolicy({ dns: { ...DEFAULT_DNS, ttl: Infinity } }) }).ended();
  const end = await bed.connect(url, { network: policy(Infinity) }).ended();
  assert(end.kind === "handshake");
  assertEquals([end.error, asked], [REFUSED, ["moving.test"]]);
});

Deno.test("of several addresses a blacklisted one is never dialled", async () => {
  await using peer = await RawPeer.listen((connection) => connection.accept());
  const { bed } = bedWith(["127.0.0.2", "127.0.0.1"]);
  await using _bed = bed;
  const end = await bed.connect(`ws://moving.test:${peer.port}/`, { network: policy(0) }).ended();
  assert(end.kind === "handshake");
  assertEquals(end.error, REFUSED);
});
