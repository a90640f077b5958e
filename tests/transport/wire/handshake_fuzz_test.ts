/** The opening handshake against responses made by chance: one verdict, and the same one however the bytes are cut. */

import { Buffer } from "node:buffer";
import { HandshakeExchange, type HandshakeJudge } from "../../../src/transport/wire/handshake_exchange.ts";
import { acceptForKey } from "../../../src/transport/wire/handshake_request.ts";
import { assertEquals } from "../../support/assert.ts";
import { Chance, damaged } from "./random_streams.ts";

const KEY = "dGhlIHNhbXBsZSBub25jZQ==";
const ENDPOINTS = { path: "127.0.0.1:1->127.0.0.1:2", hostname: "localhost" };

/** Gives bytes cut somewhere, then FIN; what the verdict was, and the bytes behind an accepted response. */
function judge(response: Buffer, cuts: readonly number[]): string {
  const verdicts: string[] = [];
  let rest = "";
  const court: HandshakeJudge = {
    accepted: (response, deflate, bytes, start, end) => {
      verdicts.push(`accepted ${JSON.stringify([response, deflate])}`);
      rest = bytes.toString("hex", start, end);
    },
    refused: (error, response) => verdicts.push(`refused ${error} ${JSON.stringify(response)}`),
  };
  const compression = { serverNoContextTakeover: false, clientNoContextTakeover: false };
  const terms = { key: KEY, compression, endpoints: ENDPOINTS, remoteAddress: "127.0.0.1" };
  const exchange = new HandshakeExchange(terms, court);
  const ends = [...cuts, response.length];
  for (const [i, end] of ends.entries()) {
    const piece = Buffer.from(response.subarray(ends[i - 1] ?? 0, end));
    // Whoever accepts takes over what comes next.
    if (verdicts.length > 0) rest += piece.toString("hex");
    else exchange.received(piece, piece.length);
  }
  exchange.ended();
  assertEquals(verdicts.length, 1);
  return verdicts[0]!.startsWith("accepted") ? `${verdicts[0]} ${rest}` : verdicts[0]!;
}

function someResponse(chance: Chance): Buffer {
  const head = chance.of([
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Accept: ${acceptForKey(KEY)}\r\n`,
    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
    "HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n",
    "HTTP/1.0 302 Found\r\nLocation: /x\r\n y\r\n",
  ]);
  const more = chance.of([
    "",
    "X: 1\r\n",
    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10\r\n",
  ]);
  const body = chance.of(["", "hello", "5\r\nhello\r\n0\r\n\r\n", "\x81\x02hi\x88\x00", "x".repeat(1500)]);
  return Buffer.from(`${head}${more}\r\n${body}`, "latin1");
}

Deno.test("a response gets the same verdict in one piece and in many, right, damaged or noise", () => {
  for (let seed = 0; seed < 1500; seed++) {
    const chance = new Chance(seed);
    const right = someResponse(chance);
    const response = seed % 10 === 0 ? chance.bytes(40) : seed % 3 === 0 ? right : damaged(chance, right);
    const name = `seed ${seed}: ${JSON.stringify(response.toString("latin1"))}`;
    const verdict = judge(response, []);
    const cuts = Array.from({ length: 3 }, () => chance.below(response.length + 1)).sort((a, b) => a - b);
    assertEquals(judge(response, cuts), verdict, name);
    if (response.length > 400) continue;
    assertEquals(judge(response, Array.from({ length: response.length }, (_, i) => i)), verdict, name);
  }
});
