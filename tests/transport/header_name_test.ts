import { canonicalHeaderName } from "../../src/transport/mod.ts";
import { refuseHeader } from "../../src/transport/handshake_headers.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("canonicalHeaderName writes names as Go does", () => {
  const cases: [name: string, canonical: string][] = [
    ["sec-websocket-accept", "Sec-Websocket-Accept"],
    ["SEC-WEBSOCKET-KEY", "Sec-Websocket-Key"],
    ["x-a", "X-A"],
    ["etag", "Etag"],
    ["x--b-", "X--B-"],
    ["x_y-1z", "X_y-1z"],
    ["bad name", "bad name"],
    ["héad", "héad"],
    ["", ""],
  ];
  for (const [name, canonical] of cases) assertEquals(canonicalHeaderName(name), canonical);
});

Deno.test("refuseHeader lets ordinary headers pass", () => {
  for (const name of ["Origin", "User-Agent", "Cookie", "Host", "X-A"]) {
    assertEquals(refuseHeader(name, true), undefined);
  }
  assertEquals(refuseHeader("Sec-Websocket-Protocol", false), undefined);
});
