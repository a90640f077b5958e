/** Payloads of close frames (RFC 6455 section 5.5.1). */

import { Buffer, isUtf8 } from "node:buffer";
import { CloseCode, isReceivableCloseCode } from "../close_code.ts";
import { MAX_CONTROL_PAYLOAD } from "./opcode.ts";

/** What a peer's close frame says, or what is wrong with it, in the words that k6 answers with. */
export type ReceivedClose = { readonly code: number; readonly reason: string } | { readonly problem: string };

/**
 * The payload of our close frame.
 *
 * @param code The code; 1005 makes an empty payload.
 * @param reason The reason; what does not fit into a control frame is cut off.
 */
export function encodeClosePayload(code: number, reason: string): Buffer {
  if (code === CloseCode.NoStatus) return Buffer.alloc(0);
  const payload = Buffer.alloc(Math.min(MAX_CONTROL_PAYLOAD, 2 + Buffer.byteLength(reason)));
  payload.writeUInt16BE(code);
  // Characters are written whole or not at all.
  return payload.subarray(0, 2 + payload.write(reason, 2));
}

/**
 * Reads the payload of a peer's close frame.
 *
 * @param bytes Hold the payload.
 * @param start Where it begins.
 * @param end Where it ends.
 */
export function decodeClosePayload(bytes: Buffer, start: number, end: number): ReceivedClose {
  if (start === end) return { code: CloseCode.NoStatus, reason: "" };
  if (end - start === 1) return { problem: "bad close payload" };
  const code = bytes.readUInt16BE(start);
  if (!isReceivableCloseCode(code)) return { problem: `bad close code ${code}` };
  const reason = bytes.subarray(start + 2, end);
  if (!isUtf8(reason)) return { problem: "invalid utf8 payload in close frame" };
  return { code, reason: reason.toString() };
}
