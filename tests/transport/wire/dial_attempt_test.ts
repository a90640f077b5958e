import type { Buffer } from "node:buffer";
import { SystemClock, TimerQueue } from "../../../src/base/mod.ts";
import { capabilitiesOf } from "../../../src/transport/capabilities.ts";
import { type AttemptOptions, DialAttempt } from "../../../src/transport/wire/dial_attempt.ts";
import type { LinkOwner } from "../../../src/transport/wire/socket_link.ts";
import { WireThread } from "../../../src/transport/wire/wire_thread.ts";
import { assertEquals, assertRejects } from "../../support/assert.ts";
import { RawPeer } from "../../support/raw_peer.ts";

/** An attempt with its thread; disposing of it closes the socket. */
class Attempt implements AsyncDisposable {
  readonly #timers: TimerQueue;
  readonly attempt: DialAttempt;
  readonly closed: Promise<void>;

  constructor(options: Partial<AttemptOptions> & { readonly port: number }) {
    const clock = new SystemClock();
    this.#timers = new TimerQueue(clock);
    const reportDefect = (error: unknown) => {
      throw error;
    };
    const thread = new WireThread({ clock, timers: this.#timers, reportDefect }, capabilitiesOf());
    this.attempt = new DialAttempt(thread, {
      host: "127.0.0.1",
      meter: { sent: 0, received: 0 },
      localAddress: undefined,
      tls: undefined,
      over: undefined,
      willBeHandedOn: false,
      refuseAddress: undefined,
      ...options,
    });
    this.closed = new Promise((resolve) => this.attempt.link.socket.once("close", () => resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.attempt.destroy();
    await this.closed;
    this.#timers.clear();
  }
}

/** Writes down what an owner of a link is told. */
class OwnerLog implements LinkOwner {
  readonly told: string[] = [];
  onReceived: () => void = () => {};

  received(bytes: Buffer, length: number): void {
    this.told.push(bytes.toString("latin1", 0, length));
    this.onReceived();
  }

  ended(): void {
    this.told.push("ended");
  }

  failed(): void {
    this.told.push("failed");
  }

  drained(): void {}
}

Deno.test("what a server does before the link is handed over is told to its next owner", async (t) => {
  await t.step("it speaks and ends", async () => {
    await using peer = await RawPeer.listen((connection) => {
      connection.write("early");
      connection.end();
    }, { beforeRequest: true });
    await using dialled = new Attempt({ port: peer.port });
    await dialled.attempt.ready;
    await new Promise<void>((resolve) => dialled.attempt.link.socket.once("end", () => resolve()));
    const [first, second] = [new OwnerLog(), new OwnerLog()];
    first.onReceived = () => dialled.attempt.link.owner = second;
    dialled.attempt.handOver(first);
    assertEquals([first.told, second.told], [["early"], ["ended"]]);
  });

  await t.step("it resets", async () => {
    await using peer = await RawPeer.listen(() => {}, { beforeRequest: true });
    await using dialled = new Attempt({ port: peer.port });
    await dialled.attempt.ready;
    (await peer.connection()).reset();
    await dialled.closed;
    const owner = new OwnerLog();
    dialled.attempt.handOver(owner);
    assertEquals(owner.told, ["failed"]);
  });
});

Deno.test("small frames leave at once: the socket does not wait for more", async () => {
  await using peer = await RawPeer.listen(() => {});
  await using dialled = new Attempt({ port: peer.port });
  const { socket } = dialled.attempt.link;
  const asked: unknown[] = [];
  const { setNoDelay } = socket;
  socket.setNoDelay = (noDelay) => {
    asked.push(noDelay);
    return setNoDelay.call(socket, noDelay);
  };
  await dialled.attempt.ready;
  assertEquals(asked, [true]);
});

Deno.test("every address that the runtime finds for a name is held against the blacklist, not the first alone", async () => {
  await using peer = await RawPeer.listen(() => {});
  await using dialled = new Attempt({
    host: "localhost",
    port: peer.port,
    refuseAddress: (address) => address === "10.1.2.3" ? `refused ${address}` : undefined,
  });
  const { socket } = dialled.attempt.link;
  // What the runtime says of a name with two addresses; not every machine has such a name.
  socket.once("lookup", () => socket.emit("lookup", null, "10.1.2.3", 4, "localhost"));
  await assertRejects(() => dialled.attempt.ready, Error, "refused 10.1.2.3");
  assertEquals(socket.destroyed, true);
});
