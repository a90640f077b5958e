import { Buffer } from "node:buffer";
import { assert, assertEquals } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

Deno.test("a peer that does not read counts with what waits for it, until it reads or is given up", async () => {
  await using bed = new TransportBed();
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    connection.pause();
  });
  const size = 8 * 1024 * 1024;
  for (const giveUp of [false, true]) {
    const recorder = bed.connect(peer.url);
    await recorder.opened();
    recorder.connection.sendBinary(new Uint8Array(size));
    await Promise.resolve();
    const { open, waiting, waitingBytes } = bed.transport.load();
    assertEquals([open, waiting], [1, 1]);
    assert(waitingBytes > 0 && waitingBytes <= size + 14, String(waitingBytes));
    const connection = await peer.connection();
    if (!giveUp) {
      connection.resume();
      await connection.until(({ received }) => received.length >= size);
    }
    recorder.connection.destroy(false);
    while (bed.transport.load().waiting > 0) await new Promise((resolve) => setImmediate(resolve));
    assertEquals(bed.transport.load(), { open: 0, waiting: 0, waitingBytes: 0, refused: 0 });
  }
});

Deno.test("sockets that there was no room for are counted", async () => {
  await using bed = new TransportBed({ maxSockets: 1 });
  await using peer = await RawPeer.listen((connection) => connection.accept());
  await bed.connect(peer.url).opened();
  await bed.connect(peer.url).ended();
  await bed.connect(peer.url).ended();
  assertEquals(bed.transport.load(), { open: 1, waiting: 0, waitingBytes: 0, refused: 2 });
});

Deno.test("whoever goes on sending after the end is not waited for", async () => {
  // Its hands never move: no time limit closes the socket.
  await using bed = new TransportBed({ clock: new ManualClock() });
  await using peer = await RawPeer.listen((connection) => {
    connection.accept();
    for (let i = 0; i < 200; i++) connection.write(Buffer.alloc(65_536, "8100", "hex"));
  });
  const recorder = bed.connect(peer.url);
  await recorder.opened();
  recorder.connection.close(1000, "");
  recorder.connection.destroy(true);
  await bed.transport.idle();
});
