/** One connection's way out: its frames in the outbox, and how much of what it sent has not left yet. */

import type { AlignedBlock } from "./aligned_block.ts";
import type { FrameEncoder } from "./frame_encoder.ts";
import type { Outbox, Sender } from "./outbox.ts";
import type { SocketLink } from "./socket_link.ts";

/** What a queue needs from its thread. */
export interface SendQueueHost {
  readonly outbox: Outbox;
  readonly encoder: FrameEncoder;
}

/** Sends frames over a link. The frames of one turn leave in one write. */
export class SendQueue implements Sender {
  readonly #host: SendQueueHost;
  readonly #link: SocketLink;
  readonly #owner: { flushed(): void };
  /** Where in the outbox the last frames lie, one behind the other. */
  #block: AlignedBlock | undefined;
  #runStart = 0;
  #runEnd = 0;
  /** Whether the outbox knows that it has to flush us. */
  #isQueued = false;
  /** Payload bytes of messages sent in this turn. */
  #turn = 0;
  /** Payload bytes of earlier messages that the network may not have taken yet. */
  #inFlight = 0;

  /** @param owner Is told when all that was sent has left. May send then. */
  constructor(host: SendQueueHost, link: SocketLink, owner: { flushed(): void }) {
    this.#host = host;
    this.#link = link;
    this.#owner = owner;
  }

  /** Payload bytes of messages that have not left, those of this turn included wherever they are (WHATWG `bufferedAmount`). */
  get bufferedAmount(): number {
    return this.#turn + Math.min(this.#inFlight, this.#link.backlog);
  }

  /** Queues a text message. `first` is the first byte of the frame's header. */
  text(first: number, text: string): void {
    this.#turn += this.#host.encoder.text(first, text);
    this.#enqueue();
  }

  /** Queues a frame; `counted` bytes of it are a message's own. The payload is copied. */
  binary(first: number, payload: Uint8Array, counted: number): void {
    this.#host.encoder.binary(first, payload);
    this.#turn += counted;
    this.#enqueue();
  }

  /** Forgets what has not been written. */
  discard(): void {
    this.#runStart = this.#runEnd;
  }

  writeOut(endsTurn: boolean): void {
    if (endsTurn) this.#isQueued = false;
    if (this.#runStart !== this.#runEnd) {
      const stillNeeded = this.#link.write(this.#block!.slice(this.#runStart, this.#runEnd));
      if (stillNeeded) this.#host.outbox.abandon();
      this.#runStart = this.#runEnd;
    }
    if (!endsTurn) return;
    this.#inFlight = this.#link.isStalled ? this.#inFlight + this.#turn : 0;
    this.#turn = 0;
  }

  afterFlush(): void {
    if (!this.#link.isStalled) this.#tell();
  }

  /** The link has written everything. */
  drained(): void {
    this.#inFlight = 0;
    this.#tell();
  }

  /** Everything has left, unless more has been sent meanwhile: then the end of that turn will tell. */
  #tell(): void {
    if (!this.#isQueued) this.#owner.flushed();
  }

  /** Takes the encoder's last frame for ours; it leaves at the end of the turn. */
  #enqueue(): void {
    const { outbox, encoder } = this.#host;
    if (this.#block === encoder.block && this.#runEnd === encoder.start) this.#runEnd = encoder.end;
    else {
      // Another connection has sent in between: what we had waits in the socket for the end of the turn.
      if (this.#runEnd > this.#runStart) this.#link.hold(this.#block!.bytes.subarray(this.#runStart, this.#runEnd));
      this.#block = encoder.block;
      this.#runStart = encoder.start;
      this.#runEnd = encoder.end;
    }
    if (this.#isQueued) return;
    this.#isQueued = true;
    outbox.add(this);
  }
}
