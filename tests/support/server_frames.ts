/** What a WebSocket server writes, for raw peers: frames, and the closing handshake as Go's servers do it. */

import { Buffer } from "node:buffer";
import type { RawConnection } from "./raw_peer.ts";

/**
 * An unmasked frame.
 *
 * @param first Its first byte, for example 0x81 for a whole text.
 * @param payload At most 65,535 bytes.
 * @returns The frame's bytes.
 */
export function serverFrame(first: number, payload: string | Uint8Array = ""): Buffer {
  const bytes = Buffer.from(payload as string);
  const size = bytes.length < 126 ? [bytes.length] : [126, bytes.length >> 8, bytes.length & 0xff];
  return Buffer.concat([Buffer.from([first, ...size]), bytes]);
}

/** A whole text message. */
export function textFrame(text: string): Buffer {
  return serverFrame(0x81, text);
}

/** A close frame. */
export function closeFrame(code: number, reason = ""): Buffer {
  return serverFrame(0x88, Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]));
}

/** Waits for the client's close frame, answers with its code and no reason, and ends TCP. Pings are answered before. */
export async function answerClose(connection: RawConnection): Promise<void> {
  let answered = 0;
  await connection.until(() => {
    const frames = connection.frames();
    for (const { first, payload } of frames.slice(answered)) {
      if (first === 0x89) connection.write(serverFrame(0x8a, payload));
      if (first === 0x88) connection.write(serverFrame(0x88, payload.subarray(0, 2)));
    }
    answered = frames.length;
    return connection.over !== undefined || frames.some(({ first }) => first === 0x88);
  });
  connection.end();
}

/** Accepts the handshake and then behaves like {@linkcode answerClose}. */
export async function politePeer(connection: RawConnection): Promise<void> {
  connection.accept();
  await answerClose(connection);
}
