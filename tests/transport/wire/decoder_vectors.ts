/** What a server may send, in hexadecimal, and what it means. Spaces separate frames. */

/** A stream of bytes with its meaning. */
export interface DecoderVector {
  readonly name: string;
  readonly hex: string;
  /** One line for each message, control frame or violation. */
  readonly events: readonly string[];
  /** RSV1 is allowed. */
  readonly compression?: boolean;
  /** Bytes of the largest message accepted. */
  readonly limit?: number;
}

const A125 = "61".repeat(125);
const A126 = "61".repeat(126);

/** Streams that follow the rules. */
const RIGHT: readonly DecoderVector[] = [
  { name: "a text", hex: "81026869", events: ["text hi"] },
  { name: "an empty text", hex: "8100", events: ["text "] },
  { name: "a binary", hex: "8203000102", events: ["binary 000102"] },
  { name: "an empty binary", hex: "8200", events: ["binary "] },
  { name: "two messages in one read", hex: "81026869 820101", events: ["text hi", "binary 01"] },
  { name: "the longest 7-bit length", hex: `817d${A125}`, events: [`text ${"a".repeat(125)}`] },
  { name: "the shortest 16-bit length", hex: `817e007e${A126}`, events: [`text ${"a".repeat(126)}`] },
  { name: "a 64-bit length that is not needed", hex: "817f00000000000000026869", events: ["text hi"] },
  { name: "a 16-bit length that is not needed", hex: "817e00026869", events: ["text hi"] },
  { name: "a ping", hex: "890170", events: ["ping 70"] },
  { name: "a ping without payload", hex: "8900", events: ["ping "] },
  { name: "the longest ping", hex: `897d${A125}`, events: [`ping ${A125}`] },
  { name: "a pong nobody asked for", hex: "8a0170", events: ["pong 70"] },
  { name: "a close without payload", hex: "8800", events: ["close "] },
  { name: "a close with code and reason", hex: "880503e8627965", events: ["close 03e8627965"] },
  { name: "two fragments", hex: "01026162 80026364", events: ["text abcd"] },
  { name: "three fragments", hex: "020101 000102 800103", events: ["binary 010203"] },
  { name: "empty fragments", hex: "0100 0000 0000 8000", events: ["text "] },
  { name: "an empty first fragment", hex: "0100 80026869", events: ["text hi"] },
  { name: "an empty last fragment", hex: "01026869 8000", events: ["text hi"] },
  {
    name: "control frames between fragments",
    hex: "010161 890131 000162 8a0132 8900 800163",
    events: ["ping 31", "pong 32", "ping ", "text abc"],
  },
  { name: "a message after fragments", hex: "010161 800162 810163", events: ["text ab", "text c"] },
  { name: "a close between fragments", hex: "010161 8800", events: ["close "] },
  { name: "a character split between fragments", hex: "0101c3 8001a9", events: ["text é"] },
  { name: "a compressed text", hex: "c103010203", events: ["compressed text 010203"], compression: true },
  {
    name: "a compressed message in fragments",
    hex: "420101 800102",
    events: ["compressed binary 0102"],
    compression: true,
  },
  {
    name: "control frames between fragments of a compressed message",
    hex: "410101 890131 000102 8a0132 800103",
    events: ["ping 31", "pong 32", "compressed text 010203"],
    compression: true,
  },
  { name: "an empty compressed message", hex: "c10100", events: ["compressed text 00"], compression: true },
  { name: "a compressed message of no bytes at all", hex: "c200", events: ["compressed binary "], compression: true },
  { name: "plain messages where compression is on", hex: "81026869", events: ["text hi"], compression: true },
  { name: "a message as large as the limit", hex: "81026869", events: ["text hi"], limit: 2 },
  { name: "fragments as large as the limit", hex: "010161 800162", events: ["text ab"], limit: 2 },
  {
    name: "messages that only together exceed the limit",
    hex: "81026869 81026869",
    events: ["text hi", "text hi"],
    limit: 2,
  },
];

/** Streams that break a rule. What stands behind the violation must not be looked at. */
const WRONG: readonly DecoderVector[] = [
  { name: "RSV1 without compression", hex: "c1026869 81026869", events: ["violation 1002 RSV1 set"] },
  { name: "RSV2", hex: "a1026869 81026869", events: ["violation 1002 RSV2 set"] },
  { name: "RSV3", hex: "91026869 81026869", events: ["violation 1002 RSV3 set"] },
  { name: "RSV2 and RSV3", hex: "b1026869", events: ["violation 1002 RSV2 set, RSV3 set"] },
  { name: "RSV1 on a control frame", hex: "c900", events: ["violation 1002 RSV1 set"], compression: true },
  { name: "RSV1 on a close", hex: "c80203e8", events: ["violation 1002 RSV1 set"], compression: true },
  {
    name: "RSV1 on a later fragment of a plain message",
    hex: "010101 c00102",
    events: ["violation 1002 RSV1 set"],
    compression: true,
  },
  { name: "RSV1 on a later fragment", hex: "410101 c00102", events: ["violation 1002 RSV1 set"], compression: true },
  { name: "a reserved data opcode", hex: "8300", events: ["violation 1002 bad opcode 3"] },
  { name: "the last reserved data opcode", hex: "8700", events: ["violation 1002 bad opcode 7"] },
  { name: "a reserved control opcode", hex: "8b00", events: ["violation 1002 bad opcode 11"] },
  { name: "the last reserved control opcode", hex: "8f00", events: ["violation 1002 bad opcode 15"] },
  { name: "a masked frame", hex: "8182000000006869", events: ["violation 1002 bad MASK"] },
  { name: "a masked ping", hex: "898100000000 70", events: ["violation 1002 bad MASK"] },
  { name: "a control frame of 126 bytes", hex: `897e007e${A126}`, events: ["violation 1002 len > 125 for control"] },
  {
    name: "a control frame of 64-bit length",
    hex: "887f0000000000010000",
    events: ["violation 1002 len > 125 for control"],
  },
  { name: "a fragmented control frame", hex: "0900", events: ["violation 1002 FIN not set on control"] },
  { name: "a continuation of nothing", hex: "8000", events: ["violation 1002 continuation after FIN"] },
  {
    name: "a continuation after the last fragment",
    hex: "010161 800162 8000",
    events: ["text ab", "violation 1002 continuation after FIN"],
  },
  { name: "a text inside a message", hex: "010161 810162", events: ["violation 1002 data before FIN"] },
  { name: "a binary inside a message", hex: "010161 020162", events: ["violation 1002 data before FIN"] },
  {
    name: "everything at once",
    hex: "fbfe010000000000",
    events: ["violation 1002 RSV1 set, RSV2 set, RSV3 set, bad opcode 11, len > 125 for control, bad MASK"],
  },
  { name: "a length above 2^63", hex: "827f8000000000000000", events: ["violation 1002 bad payload length"] },
  {
    name: "a length above 2^63 on a fragment",
    hex: "027fffffffffffffffff",
    events: ["violation 1002 bad payload length"],
  },
  { name: "a message over the limit", hex: "8103686921", events: ["violation 1009 message too big"], limit: 2 },
  {
    name: "an announcement over the limit",
    hex: "817f0000000100000000",
    events: ["violation 1009 message too big"],
    limit: 2,
  },
  { name: "fragments over the limit", hex: "01026162 80026364", events: ["violation 1009 message too big"], limit: 3 },
  {
    name: "a message before the broken rule",
    hex: "81026869 8300",
    events: ["text hi", "violation 1002 bad opcode 3"],
  },
];

export const DECODER_VECTORS: readonly DecoderVector[] = [...RIGHT, ...WRONG];
