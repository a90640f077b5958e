/** An open connection: messages both ways, pings answered, the closing handshake, and one end. */

import { Buffer, isUtf8 } from "node:buffer";
import type { Timer } from "../../base/mod.ts";
import { CloseCode } from "../close_code.ts";
import type { ConnectionEnd, ConnectionHandler } from "../connection.ts";
import { decodeClosePayload, encodeClosePayload } from "./close_frame.ts";
import { FrameDecoder } from "./frame_decoder.ts";
import { FIN, RSV1 } from "./frame_header.ts";
import { type Endpoints, socketErrorText } from "./go_error.ts";
import { LONGEST_TEXT, MessageAssembler, type MessageSink } from "./message_assembler.ts";
import type { MessageDeflate } from "./message_deflate.ts";
import { MAX_CONTROL_PAYLOAD, Opcode } from "./opcode.ts";
import { SendQueue } from "./send_queue.ts";
import type { SocketError } from "./socket_error.ts";
import type { LinkOwner, SocketLink } from "./socket_link.ts";
import { Place, type Reader } from "./turn_budget.ts";
import type { WireThread } from "./wire_thread.ts";

/** Bytes of a read that are looked at as such. */
const LARGE_READ = 4096;

/** What a session is made of. */
export interface SessionOptions {
  readonly link: SocketLink;
  /** Both ends of the link, for messages. */
  readonly endpoints: Endpoints;
  readonly handler: ConnectionHandler;
  /** `undefined`: no compression was agreed on. */
  readonly deflate: MessageDeflate | undefined;
  /** Milliseconds to wait for the peer's close frame after ours. */
  readonly closeTimeout: number;
  /** Bytes of the largest message accepted, after decompression. */
  readonly maxMessageSize: number;
  /** Whether a text that is not UTF-8 ends the connection. */
  readonly strictUtf8: boolean;
}

/** One open connection. It ends once: by the peer, by {@linkcode Session.destroy}, or by breaking a rule. */
export class Session implements LinkOwner, MessageSink, Reader {
  place: Reader["place"] = Place.Free;
  readonly #thread: WireThread;
  readonly #endpoints: Endpoints;
  readonly #closeTimeout: number;
  readonly #maxMessageSize: number;
  readonly #strictUtf8: boolean;
  readonly #link: SocketLink;
  readonly #handler: ConnectionHandler;
  readonly #deflate: MessageDeflate | undefined;
  readonly #queue: SendQueue;
  readonly #assembler: MessageAssembler;
  readonly #decoder: FrameDecoder;
  #closeSent = false;
  #closeTimer: Timer | undefined;
  #isOver = false;
  /** The last ping that came while the peer was not reading; it is answered for all (RFC 6455 section 5.5.3). */
  #unansweredPing: Buffer | undefined;
  #isPaused = false;
  /** What was received and not decoded because of a pause, or because others have to have their turn. */
  #held: Buffer | undefined;
  /** How the connection ended meanwhile. */
  #heldEnd: ConnectionEnd | undefined;

  constructor(thread: WireThread, options: SessionOptions) {
    this.#thread = thread;
    this.#endpoints = options.endpoints;
    this.#closeTimeout = options.closeTimeout;
    this.#maxMessageSize = options.maxMessageSize;
    this.#strictUtf8 = options.strictUtf8;
    this.#link = options.link;
    this.#handler = options.handler;
    this.#deflate = options.deflate;
    this.#queue = new SendQueue(thread, options.link, this);
    this.#assembler = new MessageAssembler(this, thread.pool, options.maxMessageSize);
    thread.openConnections++;
    this.#decoder = new FrameDecoder(this.#assembler, options.deflate !== undefined);
  }

  get bufferedAmount(): number {
    return this.#queue.bufferedAmount;
  }

  get closeSent(): boolean {
    return this.#closeSent;
  }

  sendText(data: string): boolean {
    if (this.#closeSent || this.#isOver) return false;
    if (this.#deflate?.canDeflate) this.#sendDeflated(this.#deflate, Opcode.Text, Buffer.from(data));
    else this.#queue.text(FIN | Opcode.Text, data);
    return true;
  }

  sendBinary(data: Uint8Array): boolean {
    if (this.#closeSent || this.#isOver) return false;
    if (this.#deflate?.canDeflate) this.#sendDeflated(this.#deflate, Opcode.Binary, data);
    else this.#queue.binary(FIN | Opcode.Binary, data, data.length);
    return true;
  }

  ping(payload: Uint8Array): boolean {
    if (payload.length > MAX_CONTROL_PAYLOAD) {
      throw new RangeError(`Cannot send a ping of more than ${MAX_CONTROL_PAYLOAD} bytes: ${payload.length}`);
    }
    if (this.#closeSent || this.#isOver) return false;
    this.#queue.binary(FIN | Opcode.Ping, payload, 0);
    return true;
  }

  close(code: number, reason: string): boolean {
    if (this.#closeSent || this.#isOver) return false;
    this.#sendClose(code, reason);
    this.#closeTimer = this.#thread.timers.after(() => this.#onCloseTimeout(), this.#closeTimeout);
    return true;
  }

  pause(): void {
    if (this.#isPaused || this.#isOver) return;
    this.#isPaused = true;
    this.#link.pause();
  }

  resume(): void {
    if (!this.#isPaused || this.#isOver) return;
    this.#isPaused = false;
    queueMicrotask(() => this.#catchUp());
  }

  destroy(flush: boolean): void {
    if (this.#isOver) return;
    this.#release();
    if (flush) {
      this.#queue.writeOut(false);
      // A server that has our close frame closes TCP itself. One that has not learns of the end by our FIN.
      if (!this.#closeSent) this.#link.finish();
      this.#thread.lingering.add(this.#link);
    } else {
      this.#queue.discard();
      this.#link.destroy();
    }
  }

  halt(): void {
    if (!this.#isOver) this.#link.pause();
  }

  goOn(): boolean {
    // What is over waits for the peer's FIN, behind all that nobody reads any more.
    if (this.#isOver) this.#link.resume();
    else this.#catchUp();
    return !this.#isOver;
  }

  received(bytes: Buffer, length: number): void {
    const { budget } = this.#thread;
    budget.serve(this, length);
    // A message counts by itself; many fragments of it, or a part of a large one, do so by their bytes.
    if (length >= LARGE_READ) budget.spend(length);
    this.decode(bytes, 0, length);
    if (budget.isClosed && !this.#isOver) budget.rest(this, length);
  }

  /** Decodes a part of what was received; the handshake's last read may hold the first frames. */
  decode(bytes: Buffer, start: number, end: number): void {
    if (this.#isOver) return;
    if (this.#held !== undefined) {
      this.#held = Buffer.concat([this.#held, bytes.subarray(start, end)]);
      return;
    }
    const stopped = this.#isHeldUp ? start : this.#decoder.decode(bytes, start, end);
    if (stopped === end || this.#isOver) return;
    this.#held = Buffer.from(bytes.subarray(stopped, end));
    if (!this.#isHeldUp) this.#thread.budget.postpone(this);
  }

  ended(): void {
    this.#conclude({ kind: "eof" });
    this.#link.destroy();
  }

  failed(error: SocketError): void {
    const kind = error.syscall === "write" ? "write" : "read";
    this.#conclude({ kind, error: socketErrorText(kind, error, this.#endpoints) });
  }

  drained(): void {
    const ping = this.#unansweredPing;
    this.#unansweredPing = undefined;
    if (ping !== undefined && !this.#closeSent) this.#queue.binary(FIN | Opcode.Pong, ping, 0);
    this.#queue.drained();
  }

  /** Everything sent has left. */
  flushed(): void {
    if (!this.#isOver) this.#handler.flushed();
  }

  message(opcode: number, compressed: boolean, bytes: Buffer, start: number, end: number): boolean {
    if (!compressed) return this.#deliver(opcode, bytes, start, end);
    const maxMessageSize = this.#maxMessageSize;
    const limit = opcode === Opcode.Text ? Math.min(maxMessageSize, LONGEST_TEXT) : maxMessageSize;
    const inflated = this.#deflate!.inflate(bytes, start, end, limit);
    if ("bytes" in inflated) return this.#deliver(opcode, inflated.bytes, 0, inflated.length);
    this.violation(inflated.code, inflated.reason);
    return false;
  }

  control(opcode: number, bytes: Buffer, start: number, end: number): boolean {
    this.#thread.budget.spend(0);
    switch (opcode) {
      case Opcode.Close:
        this.#receiveClose(bytes, start, end);
        return false;
      case Opcode.Ping:
        this.#answerPing(bytes, start, end);
        this.#handler.ping(plainView(bytes, start, end));
        break;
      default:
        this.#handler.pong(plainView(bytes, start, end));
    }
    return this.#goesOn;
  }

  violation(code: number, reason: string): void {
    if (!this.#closeSent) this.#sendClose(code, reason);
    this.#conclude({ kind: "violation", code, reason });
    this.#thread.lingering.add(this.#link);
  }

  /** Whether nothing is to be delivered, for two reasons that come and go by themselves. */
  get #isHeldUp(): boolean {
    return this.#isPaused || this.place === Place.Halted;
  }

  /** Whether the next message may be delivered at once. */
  get #goesOn(): boolean {
    return !this.#isOver && !this.#isPaused && !this.#thread.budget.isSpent;
  }

  #deliver(opcode: number, bytes: Buffer, start: number, end: number): boolean {
    this.#thread.budget.spend(end - start);
    if (opcode === Opcode.Binary) this.#handler.binary(plainView(bytes, start, end));
    else if (this.#strictUtf8 && !isUtf8(bytes.subarray(start, end))) {
      this.violation(CloseCode.InvalidPayload, "invalid utf8 payload in text message");
    } else this.#handler.text(this.#thread.utf8.decode(bytes, start, end));
    return this.#goesOn;
  }

  #answerPing(bytes: Buffer, start: number, end: number): void {
    if (this.#closeSent) return;
    const payload = bytes.subarray(start, end);
    // A peer that sends pings and does not read must not fill our memory with pongs.
    if (this.#link.isStalled) this.#unansweredPing = Buffer.from(payload);
    else this.#queue.binary(FIN | Opcode.Pong, payload, 0);
  }

  #receiveClose(bytes: Buffer, start: number, end: number): void {
    const close = decodeClosePayload(bytes, start, end);
    if ("problem" in close) {
      this.violation(CloseCode.ProtocolError, close.problem);
      return;
    }
    if (!this.#closeSent) this.#sendClose(close.code, "");
    this.#conclude({ kind: "close", ...close });
    this.#thread.lingering.add(this.#link);
  }

  #sendClose(code: number, reason: string): void {
    this.#closeSent = true;
    this.#queue.binary(FIN | Opcode.Close, encodeClosePayload(code, reason), 0);
  }

  #sendDeflated(deflate: MessageDeflate, opcode: number, data: Uint8Array): void {
    this.#queue.binary(FIN | RSV1 | opcode, deflate.deflate(data), data.length);
  }

  #onCloseTimeout(): void {
    this.#conclude({ kind: "timeout" });
    this.#link.destroy();
  }

  /** After a pause: first what was received before it, in order. */
  #catchUp(): void {
    if (this.#isOver || this.#isHeldUp) return;
    const held = this.#held;
    this.#held = undefined;
    try {
      if (held !== undefined) this.#redeliver(held);
    } catch (error) {
      this.#link.fail(error);
    }
    if (this.#isOver || this.#isHeldUp) return;
    if (this.#heldEnd === undefined) this.#link.resume();
    else this.#conclude(this.#heldEnd);
  }

  #redeliver(held: Buffer): void {
    this.#thread.budget.serve(this, held.length);
    this.decode(held, 0, held.length);
  }

  #conclude(end: ConnectionEnd): void {
    if (this.#isOver) return;
    if (this.#isPaused || this.#held !== undefined) {
      this.#heldEnd ??= end;
      return;
    }
    this.#release();
    try {
      this.#handler.end(end);
    } catch (error) {
      this.#thread.reportDefect(error);
    }
  }

  /** From now on nothing is delivered. */
  #release(): void {
    this.#isOver = true;
    this.#thread.openConnections--;
    this.#held = undefined;
    if (this.#closeTimer !== undefined) this.#thread.timers.cancel(this.#closeTimer);
    this.#assembler.dispose();
    this.#deflate?.close();
  }
}

/** A view for consumers: a plain array of bytes, whose `slice` copies, which a `Buffer`'s does not. */
function plainView(bytes: Buffer, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}
