import { acceptDeflate, offerText } from "../../../src/transport/wire/deflate_negotiation.ts";
import type { CompressionOffer } from "../../../src/transport/mod.ts";
import { assertEquals } from "../../support/assert.ts";

const K6: CompressionOffer = { serverNoContextTakeover: true, clientNoContextTakeover: true };
const TAKEOVER: CompressionOffer = { serverNoContextTakeover: false, clientNoContextTakeover: false };

Deno.test("offerText names what is asked for", () => {
  assertEquals(offerText(K6), "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
  assertEquals(offerText(TAKEOVER), "permessage-deflate");
  assertEquals(
    offerText({ ...TAKEOVER, serverMaxWindowBits: 10, clientMaxWindowBits: true }),
    "permessage-deflate; server_max_window_bits=10; client_max_window_bits",
  );
  assertEquals(offerText({ ...TAKEOVER, clientMaxWindowBits: 12 }), "permessage-deflate; client_max_window_bits=12");
});

/** An agreement as `[server no takeover, client no takeover, server bits, client bits]`. */
type Agreement = [boolean, boolean, number, number];

const BAD = "websocket: bad handshake";
const REFUSED = "websocket: invalid compression negotiation";

const CASES: [
  name: string,
  offer: CompressionOffer | undefined,
  values: string[],
  result: Agreement | string | undefined,
][] = [
  ["no extension", K6, [], undefined],
  ["an empty header", K6, ["", " , "], undefined],
  ["k6's own words", K6, ["permessage-deflate; server_no_context_takeover; client_no_context_takeover"], [
    true,
    true,
    15,
    15,
  ]],
  ["the same in another order and spacing", K6, [
    " permessage-deflate ;client_no_context_takeover; server_no_context_takeover ",
  ], [true, true, 15, 15]],
  ["the server keeps its window", K6, ["permessage-deflate; client_no_context_takeover"], REFUSED],
  ["the server lets us keep ours", K6, ["permessage-deflate; server_no_context_takeover"], REFUSED],
  ["both keep their windows", K6, ["permessage-deflate"], REFUSED],
  ["a smaller window that was not asked for", K6, [
    "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10",
  ], [true, true, 10, 15]],
  ["takeover", TAKEOVER, ["permessage-deflate"], [false, false, 15, 15]],
  ["the server forgets of its own accord", TAKEOVER, ["permessage-deflate; server_no_context_takeover"], [
    true,
    false,
    15,
    15,
  ]],
  ["the server wants us to forget", TAKEOVER, ["permessage-deflate; client_no_context_takeover"], [
    false,
    true,
    15,
    15,
  ]],
  ["a server window as asked for", { ...TAKEOVER, serverMaxWindowBits: 12 }, [
    "permessage-deflate; server_max_window_bits=12",
  ], [false, false, 12, 15]],
  ["a smaller server window", { ...TAKEOVER, serverMaxWindowBits: 12 }, [
    "permessage-deflate; server_max_window_bits=9",
  ], [false, false, 9, 15]],
  ["a larger server window", { ...TAKEOVER, serverMaxWindowBits: 12 }, [
    "permessage-deflate; server_max_window_bits=13",
  ], REFUSED],
  ["no answer about the server window", { ...TAKEOVER, serverMaxWindowBits: 12 }, ["permessage-deflate"], REFUSED],
  ["a client window on offer", { ...TAKEOVER, clientMaxWindowBits: true }, [
    "permessage-deflate; client_max_window_bits=8",
  ], [false, false, 15, 8]],
  ["a client window within the offer", { ...TAKEOVER, clientMaxWindowBits: 12 }, [
    "permessage-deflate; client_max_window_bits=10",
  ], [false, false, 15, 10]],
  ["a client window above the offer", { ...TAKEOVER, clientMaxWindowBits: 12 }, [
    "permessage-deflate; client_max_window_bits=13",
  ], REFUSED],
  ["no answer about the client window", { ...TAKEOVER, clientMaxWindowBits: 12 }, ["permessage-deflate"], [
    false,
    false,
    15,
    12,
  ]],
  ["a client window that was not on offer", TAKEOVER, ["permessage-deflate; client_max_window_bits=10"], REFUSED],
  ["a client window without a value", { ...TAKEOVER, clientMaxWindowBits: true }, [
    "permessage-deflate; client_max_window_bits",
  ], REFUSED],
  ["a quoted value", { ...TAKEOVER, serverMaxWindowBits: 12 }, ['permessage-deflate; server_max_window_bits="12"'], [
    false,
    false,
    12,
    15,
  ]],
  ["a window of 7 bits", TAKEOVER, ["permessage-deflate; server_max_window_bits=7"], REFUSED],
  ["a window of 16 bits", TAKEOVER, ["permessage-deflate; server_max_window_bits=16"], REFUSED],
  ["a window with a leading zero", TAKEOVER, ["permessage-deflate; server_max_window_bits=09"], REFUSED],
  ["a flag with a value", TAKEOVER, ["permessage-deflate; server_no_context_takeover=1"], REFUSED],
  ["an unknown parameter", TAKEOVER, ["permessage-deflate; turbo"], REFUSED],
  ["a parameter twice", TAKEOVER, ["permessage-deflate; server_no_context_takeover; server_no_context_takeover"], BAD],
  ["the extension twice", TAKEOVER, ["permessage-deflate, permessage-deflate"], REFUSED],
  ["the extension in two headers", TAKEOVER, ["permessage-deflate", "permessage-deflate"], REFUSED],
  ["compression that was not offered", undefined, ["permessage-deflate"], REFUSED],
  ["an extension that nobody offered", K6, ["x-webkit-deflate-frame"], BAD],
  ["something that is no extension", K6, [";;;"], BAD],
];

Deno.test("acceptDeflate holds the server to our offer", async (t) => {
  for (const [name, offer, values, result] of CASES) {
    await t.step(name, () => {
      const accepted = acceptDeflate(offer, values);
      if (typeof result === "string") return assertEquals(accepted, { problem: result });
      if (result === undefined) return assertEquals(accepted, { value: undefined });
      const [serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits] = result;
      assertEquals(accepted, {
        value: { serverNoContextTakeover, clientNoContextTakeover, serverMaxWindowBits, clientMaxWindowBits },
      });
    });
  }
});
