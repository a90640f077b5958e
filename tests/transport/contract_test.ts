/** What every transport promises, held against two servers that have nothing in common with it or with each other. */

import type { TransportName } from "../../src/transport/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { type EchoPeer, startServePeer, startWsPeer } from "../support/echo_peers.ts";
import { TransportBed, type TransportBedOptions } from "../support/transport_bed.ts";

const SUBJECTS: [name: string, options: TransportBedOptions & { transport: TransportName }][] = [
  ["wire", { transport: "wire" }],
  ["wire on an older runtime", {
    transport: "wire",
    capabilities: { onread: false, synchronousWrites: false, fastSlices: false },
  }],
  ["native", { transport: "native" }],
];
const PEERS: [name: string, start: () => Promise<EchoPeer>][] = [["ws", startWsPeer], ["Deno.serve", startServePeer]];

for (const [subject, options] of SUBJECTS) {
  for (const [peerName, startPeer] of PEERS) {
    const contract = (promise: string, test: (bed: TransportBed, url: string) => Promise<void>): void => {
      Deno.test(`${subject} against ${peerName}: ${promise}`, async () => {
        await using peer = await startPeer();
        await using bed = new TransportBed(options);
        await test(bed, peer.url);
      });
    };
    defineContract(contract);
  }
}

function defineContract(
  contract: (promise: string, test: (bed: TransportBed, url: string) => Promise<void>) => void,
): void {
  contract("opens with the protocol that the server has chosen", async (bed, url) => {
    const recorder = bed.connect(url, { protocols: ["chat", "superchat"] });
    assertEquals(recorder.events, []);
    const { status, protocol, body } = await recorder.opened();
    assertEquals([status, protocol, body], [101, "chat", ""]);
  });

  contract("opens without a protocol", async (bed, url) => {
    const { protocol, extensions } = await bed.connect(url).opened();
    assertEquals([protocol, extensions], ["", []]);
  });

  contract("carries texts of all lengths, in order", async (bed, url) => {
    const texts = [
      "",
      "a",
      "é€🎉",
      "x".repeat(125),
      "x".repeat(126),
      "y".repeat(65_535),
      "z".repeat(65_536),
      "ü".repeat(100_000),
    ];
    const recorder = bed.connect(url);
    await recorder.opened();
    for (const text of texts) assertEquals(recorder.connection.sendText(text), true);
    assertEquals(await recorder.storyOf(texts.length), texts.map((text) => ({ text })));
  });

  contract("carries bytes, which the caller may use again at once", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    const memory = new Uint8Array(100_000);
    for (const length of [0, 1, 125, 126, 65_535, 65_536, 100_000]) {
      memory.fill(length & 0xff);
      assertEquals(recorder.connection.sendBinary(memory.subarray(0, length)), true);
    }
    memory.fill(0xee);
    const story = await recorder.storyOf(7);
    assertEquals(story.map((event) => "binary" in event && [event.binary.length, event.binary[0]]), [
      [0, undefined],
      [1, 1],
      [125, 125],
      [126, 126],
      [65_535, 255],
      [65_536, 0],
      [100_000, 160],
    ]);
  });

  contract("sends U+FFFD for lone surrogates", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    recorder.connection.sendText("a\uD800b");
    assertEquals(await recorder.storyOf(1), [{ text: "a\uFFFDb" }]);
  });

  contract("keeps a thousand messages in order", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    const texts = Array.from({ length: 1000 }, (_, i) => String(i));
    for (const text of texts) recorder.connection.sendText(text);
    assertEquals(await recorder.storyOf(1000), texts.map((text) => ({ text })));
  });

  contract("counts what has not left in bytes of payload, from the moment of sending", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    const { connection } = recorder;
    assertEquals(connection.bufferedAmount, 0);
    connection.sendText("é");
    assertEquals(connection.bufferedAmount, 2);
    connection.sendBinary(new Uint8Array(100_000));
    assertEquals(connection.bufferedAmount, 100_002);
    await recorder.storyOf(2);
    await recorder.until(() => recorder.flushes > 0);
    assertEquals(connection.bufferedAmount, 0);
  });

  contract("closes with code and reason", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    assertEquals(recorder.connection.closeSent, false);
    assertEquals(recorder.connection.close(3001, "enough"), true);
    assertEquals(recorder.connection.closeSent, true);
    const end = await recorder.ended();
    assert(end.kind === "close");
    assertEquals(end.code, 3001);
  });

  contract("closes without a code", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    recorder.connection.close(1005, "");
    assertEquals((await recorder.ended()).kind, "close");
  });

  contract("delivers what the server sent before its close frame", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    recorder.connection.sendText("last words");
    recorder.connection.close(1000, "");
    await recorder.ended();
    assertEquals(recorder.story[0], { text: "last words" });
  });

  contract("tells how the server closes", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    recorder.connection.sendText("close 4001 reason");
    assertEquals(await recorder.ended(), { kind: "close", code: 4001, reason: "reason" });
  });

  contract("tells that the server closes without a code", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    recorder.connection.sendText("close");
    assertEquals(await recorder.ended(), { kind: "close", code: 1005, reason: "" });
  });

  contract("tells the status of a refusal", async (bed, url) => {
    const recorder = bed.connect(`${url}/reject`);
    const end = await recorder.ended();
    assert(end.kind === "handshake");
    assertEquals([end.error, end.response?.status], ["websocket: bad handshake", 404]);
  });

  contract("tells that nobody listens", async (bed) => {
    const end = await bed.connect("ws://127.0.0.1:1/").ended();
    assert(end.kind === "handshake");
    assertEquals(end.response, undefined);
    assertStringIncludes(end.error, "connect");
  });

  contract(
    "refuses URLs that are not for WebSocket, and headers of its own, after connect has returned",
    async (bed, url) => {
      const malformed = bed.connect(url.replace("ws:", "http:"));
      const withUser = bed.connect(url.replace("//", "//user:secret@"));
      const withHeader = bed.connect(url, { headers: [["Upgrade", "h2c"]] });
      assertEquals([malformed.events, withUser.events, withHeader.events], [[], [], []]);
      const failure = (error: string) => ({ kind: "handshake" as const, error, response: undefined });
      assertEquals(await malformed.ended(), failure("malformed ws or wss URL"));
      assertEquals(await withUser.ended(), failure("malformed ws or wss URL"));
      assertEquals(await withHeader.ended(), failure("websocket: duplicate header not allowed: Upgrade"));
    },
  );

  contract("sends nothing before it is open, after a close and after the end", async (bed, url) => {
    const recorder = bed.connect(url);
    const { connection } = recorder;
    const attempts =
      () => [connection.sendText("x"), connection.sendBinary(new Uint8Array(1)), connection.close(1000, "")];
    assertEquals(attempts(), [false, false, false]);
    await recorder.opened();
    connection.close(1000, "");
    assertEquals(attempts(), [false, false, false]);
    await recorder.ended();
    assertEquals(attempts(), [false, false, false]);
    assertEquals(connection.bufferedAmount, 0);
  });

  contract("does not call back while a method is being called", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    let isInside = false;
    const seen: boolean[] = [];
    recorder.onEvent = () => seen.push(isInside);
    const inside = (call: () => void) => {
      isInside = true;
      call();
      isInside = false;
    };
    inside(() => recorder.connection.sendText("a"));
    await recorder.storyOf(1);
    inside(() => recorder.connection.pause());
    recorder.connection.sendText("b");
    inside(() => recorder.connection.resume());
    await recorder.storyOf(2);
    inside(() => recorder.connection.close(1000, ""));
    await recorder.ended();
    assertEquals(seen, [false, false, false]);
  });

  contract("is silent after destroy", async (bed, url) => {
    const dialling = bed.connect(url);
    dialling.connection.destroy(false);
    const open = bed.connect(url);
    await open.opened();
    open.connection.sendText("x");
    open.connection.destroy(true);
    const other = bed.connect(url);
    await other.opened();
    other.connection.sendText("a round trip later");
    await other.storyOf(1);
    assertEquals(dialling.events, []);
    assertEquals(open.story, []);
    assertEquals([open.connection.sendText("y"), open.connection.bufferedAmount], [false, 0]);
  });

  contract("delivers nothing while it is paused, and everything in order afterwards", async (bed, url) => {
    const recorder = bed.connect(url);
    await recorder.opened();
    recorder.onEvent = (event) => {
      if ("text" in event && event.text === "2") recorder.connection.pause();
    };
    for (const text of ["1", "2", "3", "4"]) recorder.connection.sendText(text);
    recorder.connection.sendText("close 4000");
    await recorder.storyOf(2);
    const other = bed.connect(url);
    await other.opened();
    other.connection.sendText("a round trip later");
    await other.storyOf(1);
    assertEquals(recorder.story, [{ text: "1" }, { text: "2" }]);
    recorder.onEvent = () => {};
    recorder.connection.resume();
    await recorder.ended();
    assertEquals(recorder.story.slice(2), [
      { text: "3" },
      { text: "4" },
      { end: { kind: "close", code: 4000, reason: "" } },
    ]);
  });

  contract("reports what a callback throws, and keeps it from the other connections", async (bed, url) => {
    const bad = bed.connect(url);
    const good = bed.connect(url);
    await Promise.all([bad.opened(), good.opened()]);
    const defect = new Error("defect");
    bad.onEvent = (event) => {
      if ("text" in event) throw defect;
    };
    bad.connection.sendText("x");
    good.connection.sendText("y");
    assertEquals(await good.storyOf(1), [{ text: "y" }]);
    await bad.storyOf(1);
    assertEquals(bed.defects.splice(0), [defect]);
  });

  contract("ends a connection that brings a message above the limit", async (bed, url) => {
    const recorder = bed.connect(url, { maxMessageSize: 1000 });
    await recorder.opened();
    recorder.connection.sendText("x".repeat(1000));
    recorder.connection.sendText("x".repeat(1001));
    assertEquals(await recorder.ended(), { kind: "violation", code: 1009, reason: "message too big" });
    assertEquals(recorder.story.length, 2);
  });

  contract("tells how many connections are open, while they are", async (bed, url) => {
    const load = { open: 0, waiting: 0, waitingBytes: 0, refused: 0 };
    assertEquals(bed.transport.load(), load);
    const recorders = [bed.connect(url), bed.connect(url)];
    assertEquals(bed.transport.load(), load);
    await Promise.all(recorders.map((recorder) => recorder.opened()));
    assertEquals(bed.transport.load(), { ...load, open: 2 });
    recorders[0]!.connection.destroy(true);
    assertEquals(bed.transport.load(), { ...load, open: 1 });
    recorders[1]!.connection.close(1000, "");
    await recorders[1]!.ended();
    assertEquals(bed.transport.load(), load);
  });
}
