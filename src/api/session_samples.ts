/** The one emitter of `ws_*` samples: both WebSocket modules report their sessions through it. */

import type { BuiltInMetricName, Series, TagSet } from "../metrics/mod.ts";
import type { HandshakeResponse } from "../transport/mod.ts";
import type { VirtualUser } from "./virtual_user.ts";

/**
 * The samples of one session. Its tags are frozen when the handshake is over: samples emitted later, even from within
 * another group, keep them.
 */
export class SessionSamples {
  readonly #vu: VirtualUser;
  readonly #dialled: number;
  #tags: TagSet;
  #sent: Series | undefined;
  #received: Series | undefined;

  /**
   * @param vu The VU whose session it is. The clock of the session starts now.
   * @param tags The VU's tags, the script's, and those that are known before there is a response.
   */
  constructor(vu: VirtualUser, tags: TagSet) {
    this.#vu = vu;
    this.#tags = tags;
    this.#dialled = vu.clock.now();
  }

  /**
   * The handshake is over, well or badly: emits `ws_sessions` and `ws_connecting`.
   *
   * @param response The server's answer, if one came.
   * @param subprotocol The value of the tag `subproto`.
   */
  connected(response: HandshakeResponse | undefined, subprotocol: string): void {
    const tagNames = this.#vu.settings.systemTags;
    if (response !== undefined) {
      if (tagNames.has("status")) this.#tags = this.#tags.with("status", String(response.status));
      if (tagNames.has("subproto")) this.#tags = this.#tags.with("subproto", subprotocol);
      if (tagNames.has("ip") && response.remoteAddress !== "") {
        this.#tags = this.#tags.with("ip", response.remoteAddress);
      }
    }
    this.#series("ws_sessions").add(1);
    this.#series("ws_connecting").add(this.#vu.clock.now() - this.#dialled);
  }

  /** The session is over: emits `ws_session_duration`. */
  ended(): void {
    this.#series("ws_session_duration").add(this.#vu.clock.now() - this.#dialled);
  }

  /** Counts messages sent. */
  sent(count: number): void {
    this.#sent ??= this.#series("ws_msgs_sent");
    this.#sent.add(count);
  }

  /** Counts one message received. */
  received(): void {
    this.#received ??= this.#series("ws_msgs_received");
    this.#received.add(1);
  }

  /** A pong has answered a ping of ours that was sent at `start`, on the VU's clock. */
  ponged(start: number): void {
    this.#series("ws_ping").add(this.#vu.clock.now() - start);
  }

  #series(name: BuiltInMetricName): Series {
    const registry = this.#vu.registry;
    return registry.series(registry.builtIn(name), this.#tags);
  }
}
