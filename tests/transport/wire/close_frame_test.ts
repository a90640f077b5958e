import { Buffer } from "node:buffer";
import { decodeClosePayload, encodeClosePayload } from "../../../src/transport/wire/close_frame.ts";
import { assertEquals } from "../../support/assert.ts";

Deno.test("decodeClosePayload reads codes and reasons, and refuses what RFC 6455 section 7.4 forbids", async (t) => {
  const bad = (code: number) => ({ problem: `bad close code ${code}` });
  const cases: [name: string, hex: string, close: ReturnType<typeof decodeClosePayload>][] = [
    ["nothing", "", { code: 1005, reason: "" }],
    ["one byte", "03", { problem: "bad close payload" }],
    ["a normal closure", "03e8", { code: 1000, reason: "" }],
    ["going away, with a reason", "03e9627965", { code: 1001, reason: "bye" }],
    ["a reason in UTF-8", "0fa0c3a9", { code: 4000, reason: "é" }],
    ["a reason that is not UTF-8", "03e8c328", { problem: "invalid utf8 payload in close frame" }],
    ["a reason that breaks off", "03e8e282", { problem: "invalid utf8 payload in close frame" }],
    ["0", "0000", bad(0)],
    ["999", "03e7", bad(999)],
    ["1004, reserved", "03ec", bad(1004)],
    ["1005, not for the wire", "03ed", bad(1005)],
    ["1006, not for the wire", "03ee", bad(1006)],
    ["1011", "03f3", { code: 1011, reason: "" }],
    ["1014, the last registered one", "03f6", { code: 1014, reason: "" }],
    ["1015, not for the wire", "03f7", bad(1015)],
    ["1016", "03f8", bad(1016)],
    ["2999", "0bb7", bad(2999)],
    ["3000", "0bb8", { code: 3000, reason: "" }],
    ["4999", "1387", { code: 4999, reason: "" }],
    ["5000", "1388", bad(5000)],
    ["65535", "ffff", bad(65_535)],
  ];
  for (const [name, hex, close] of cases) {
    await t.step(name, () => {
      const bytes = Buffer.from(`ff${hex}ff`, "hex");
      assertEquals(decodeClosePayload(bytes, 1, bytes.length - 1), close);
    });
  }
});

Deno.test("encodeClosePayload writes code and reason, and nothing for 1005", () => {
  assertEquals(encodeClosePayload(1000, "").toString("hex"), "03e8");
  assertEquals(encodeClosePayload(4000, "é").toString("hex"), "0fa0c3a9");
  assertEquals(encodeClosePayload(1005, "ignored").toString("hex"), "");
  assertEquals(encodeClosePayload(1000, "x".repeat(200)).length, 125);
  assertEquals(encodeClosePayload(1000, "é".repeat(200)).subarray(2).toString(), "é".repeat(61));
});
