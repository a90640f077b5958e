/** The closing handshake: who waits for whom, how long, and what is left of TCP. */

import { assertEquals } from "../../support/assert.ts";
import type { ConnectionRecorder } from "../../support/connection_recorder.ts";
import { ManualClock } from "../../support/manual_clock.ts";
import { type RawConnection, RawPeer } from "../../support/raw_peer.ts";
import { TransportBed } from "../../support/transport_bed.ts";

/** An open connection with both its ends, on a clock that the test turns. */
class Line implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly bed = new TransportBed({ clock: this.clock });
  peer!: RawPeer;
  recorder!: ConnectionRecorder;
  connection!: RawConnection;

  static async open(closeTimeout = 10_000): Promise<Line> {
    const line = new Line();
    line.peer = await RawPeer.listen((connection) => connection.accept());
    line.recorder = line.bed.connect(line.peer.url, { closeTimeout });
    await line.recorder.opened();
    line.connection = await line.peer.connection();
    return line;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.bed[Symbol.asyncDispose]();
    await this.peer[Symbol.asyncDispose]();
  }
}

Deno.test("close sends code and reason behind what was sent before, and waits for the answer", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.connection.sendText("last");
  recorder.connection.close(3000, "enough");
  await connection.until((peer) => peer.frames().length === 2);
  assertEquals(connection.frames().map(({ first }) => first), [0x81, 0x88]);
  assertEquals(connection.frames()[1]!.payload.toString("hex"), "0bb8656e6f756768");
  assertEquals(recorder.story, []);
  connection.writeHex("8802 0bb8");
  assertEquals(await recorder.ended(), { kind: "close", code: 3000, reason: "" });
});

Deno.test("messages, pings and pongs still arrive between our close frame and theirs, but no pong leaves", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.connection.close(1000, "");
  await connection.until((peer) => peer.frames().length === 1);
  connection.writeHex("810161 890170 8a0171 8802 03e8");
  await recorder.ended();
  assertEquals(recorder.story.slice(0, 3), [{ text: "a" }, { ping: "p" }, { pong: "q" }]);
  line.clock.advance(1000);
  await connection.until((peer) => peer.over !== undefined);
  assertEquals(connection.frames().length, 1);
});

Deno.test("a server that does not answer our close frame is waited for as long as closeTimeout says", async () => {
  await using line = await Line.open(5000);
  const { recorder, connection, clock } = line;
  recorder.connection.close(1000, "");
  await connection.until((peer) => peer.frames().length === 1);
  clock.advance(4999);
  assertEquals(recorder.story, []);
  clock.advance(1);
  assertEquals(await recorder.ended(), { kind: "timeout" });
  await connection.until((peer) => peer.over !== undefined);
});

Deno.test("FIN instead of the server's close frame is an end without one", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.connection.close(1000, "");
  await connection.until((peer) => peer.frames().length === 1);
  connection.end();
  assertEquals(await recorder.ended(), { kind: "eof" });
});

Deno.test("after the closing handshake it is the server who ends TCP", async () => {
  await using line = await Line.open();
  const { recorder, connection, clock } = line;
  connection.writeHex("8802 03e8");
  await recorder.ended();
  await connection.until((peer) => peer.frames().length === 1);
  clock.advance(999);
  assertEquals(connection.over, undefined);
  connection.end();
  await connection.until((peer) => peer.over !== undefined);
  assertEquals(connection.over, "end");
});

Deno.test("a server that does not end TCP is waited for one second", async () => {
  await using line = await Line.open();
  const { recorder, connection, clock } = line;
  connection.writeHex("8802 03e8 ffffffff");
  await recorder.ended();
  await connection.until((peer) => peer.frames().length === 1);
  connection.writeHex("ffff");
  clock.advance(1000);
  await connection.until((peer) => peer.over !== undefined);
});

Deno.test("dispose closes what is still waiting for a server", async () => {
  await using line = await Line.open();
  const { recorder, connection, bed } = line;
  connection.writeHex("8802 03e8");
  await recorder.ended();
  bed.transport.dispose();
  await connection.until((peer) => peer.over !== undefined);
});

Deno.test("destroy with flush sends what is queued, then FIN, without waiting for the server", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.connection.sendText("last");
  recorder.connection.destroy(true);
  await connection.until((peer) => peer.over !== undefined);
  assertEquals([connection.over, connection.frames().map(({ payload }) => payload.toString())], ["end", ["last"]]);
  assertEquals(recorder.story, []);
});

Deno.test("close and then destroy with flush leaves a close frame, and the server ends TCP", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.connection.close(1001, "");
  recorder.connection.destroy(true);
  await connection.until((peer) => peer.frames().length === 1);
  assertEquals(connection.frames()[0]!.payload.toString("hex"), "03e9");
  connection.writeHex("8802 03e9");
  connection.end();
  await connection.until((peer) => peer.over !== undefined);
  assertEquals([connection.over, recorder.story], ["end", []]);
});

Deno.test("destroy without flush drops what is queued and closes TCP", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.connection.sendText("never");
  recorder.connection.destroy(false);
  await connection.until((peer) => peer.over !== undefined);
  assertEquals([connection.received.length, recorder.story], [0, []]);
});

Deno.test("destroy inside of a callback ends the delivery of what was received with it", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.onEvent = () => recorder.connection.destroy(false);
  connection.writeHex("810161 810162 8802 03e8");
  await connection.until((peer) => peer.over !== undefined);
  assertEquals(recorder.story, [{ text: "a" }]);
});

Deno.test("close inside of a callback lets the messages behind it through", async () => {
  await using line = await Line.open();
  const { recorder, connection } = line;
  recorder.onEvent = (event) => {
    if ("text" in event) recorder.connection.close(1000, "");
  };
  connection.writeHex("810161 810162 8802 03e8");
  assertEquals(await recorder.ended(), { kind: "close", code: 1000, reason: "" });
  assertEquals(recorder.story.slice(0, 2), [{ text: "a" }, { text: "b" }]);
});

Deno.test("no timer is left when everything is over", async () => {
  await using line = await Line.open();
  const { recorder, connection, bed, clock } = line;
  recorder.connection.close(1000, "");
  await connection.until((peer) => peer.frames().length === 1);
  connection.writeHex("8802 03e8");
  connection.end();
  await recorder.ended();
  await connection.until((peer) => peer.over !== undefined);
  assertEquals([bed.timers.size, clock.pending], [0, 0]);
});

Deno.test("a server that breaks a rule and does not read is let go of after a second, close frame or not", async () => {
  await using line = await Line.open();
  const { recorder, connection, bed, clock } = line;
  connection.pause();
  while (recorder.connection.bufferedAmount < 8_000_000) {
    recorder.connection.sendBinary(new Uint8Array(1_000_000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  connection.writeHex("8300");
  assertEquals(await recorder.ended(), { kind: "violation", code: 1002, reason: "bad opcode 3" });
  assertEquals(bed.timers.size, 1);
  clock.advance(1000);
  assertEquals(bed.timers.size, 0);
  connection.resume();
  await connection.until((peer) => peer.over !== undefined);
  assertEquals(connection.closeFrame, undefined);
});

Deno.test("a server that sends on and on instead of its close frame is waited for no longer than a silent one", async () => {
  await using line = await Line.open(5000);
  const { recorder, connection, clock } = line;
  recorder.connection.close(1000, "");
  await connection.until((peer) => peer.frames().length === 1);
  for (let second = 1; second <= 5; second++) {
    connection.writeHex("810161");
    await recorder.storyOf(second);
    clock.advance(1000);
  }
  assertEquals(await recorder.ended(), { kind: "timeout" });
  assertEquals(recorder.story.length, 6);
});
