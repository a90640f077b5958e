import { closeCodeText, closeErrorText, UNEXPECTED_EOF } from "../../src/transport/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("closeErrorText says what k6 says", () => {
  assertEquals(closeErrorText(1006, UNEXPECTED_EOF), "websocket: close 1006 (abnormal closure): unexpected EOF");
  assertEquals(closeErrorText(1005, ""), "websocket: close 1005 (no status)");
  assertEquals(closeErrorText(4000, "abc"), "websocket: close 4000: abc");
  assertEquals(closeErrorText(1012, ""), "websocket: close 1012");
});

Deno.test("closeCodeText knows the codes that have a name", () => {
  const names = [1000, 1001, 1002, 1003, 1005, 1006, 1007, 1008, 1009, 1010, 1011, 1015].map(closeCodeText);
  assertEquals(names, [
    "normal",
    "going away",
    "protocol error",
    "unsupported data",
    "no status",
    "abnormal closure",
    "invalid payload data",
    "policy violation",
    "message too big",
    "mandatory extension missing",
    "internal server error",
    "TLS handshake error",
  ]);
  for (const code of [999, 1004, 1012, 1014, 3000]) assertEquals(closeCodeText(code), undefined);
});
