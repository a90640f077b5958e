/** The types of k6's modules against what scripts really get: the names of exports, and the members of objects. */

import { fileURLToPath } from "node:url";
import { connect, WebSocket } from "../../mod.ts";
import { K6_UTILS_SPECIFIER, loadModules, MODULES } from "../../src/api/mod.ts";
import { createOutsideVu, outsideModule } from "../../src/library/outside_vu.ts";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { startServePeer } from "../support/echo_peers.ts";
import { REPOSITORY } from "../checks/repository.ts";

interface Documented {
  readonly name: string;
  readonly declarations: readonly {
    readonly kind: string;
    readonly def?: {
      readonly properties?: readonly { readonly name: string }[];
      readonly methods?: readonly { readonly name: string }[];
    };
  }[];
}

/** The packages' own modules by the specifiers that scripts use. */
const { exports, imports } = JSON.parse(await Deno.readTextFile(new URL("deno.json", REPOSITORY)));

function fileOf(specifier: string): string {
  return exports[specifier === K6_UTILS_SPECIFIER ? "./k6-utils" : `./${specifier}`];
}

/** What `deno doc` finds in a module, without what is private. */
async function documented(specifier: string): Promise<readonly Documented[]> {
  const file = fileURLToPath(new URL(fileOf(specifier), REPOSITORY));
  const command = new Deno.Command(Deno.execPath(), { args: ["doc", "--json", file] });
  const { stdout } = await command.output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  return (Object.values(nodes) as { symbols: Documented[] }[]).flatMap(({ symbols }) => symbols);
}

const websockets = await documented("k6/websockets");
const ws = await documented("k6/ws");

/** The members that an interface names. */
function membersOf(symbols: readonly Documented[], name: string): string[] {
  const defs = symbols.find((symbol) => symbol.name === name)?.declarations.map(({ def }) => def) ?? [];
  const members = defs.flatMap((def) => [...def?.properties ?? [], ...def?.methods ?? []]).map((each) => each.name);
  assert(members.length > 0, `${name} has no members`);
  return members;
}

function missing(members: readonly string[], object: object): string[] {
  return members.filter((member) => !(member in object));
}

/** The public members of a class, which the types must name as well. */
function ownMembers(prototype: object): string[] {
  return Object.getOwnPropertyNames(prototype).filter((name) => !["constructor", "toJSON"].includes(name)).sort();
}

Deno.test("each module exports what scripts can import, and a default with the same", async (t) => {
  for (const [specifier, { exports: names }] of MODULES) {
    await t.step(specifier, async () => {
      const symbols = await documented(specifier);
      const values = symbols.filter(({ declarations }) => declarations.some(({ kind }) => kind === "variable"));
      const found = values.map(({ name }) => name).filter((name) => name !== "default");
      if (specifier !== "k6/experimental/websockets") assertEquals(found.toSorted(), [...names].sort());
      assert(specifier === K6_UTILS_SPECIFIER || imports[specifier] === fileOf(specifier));
    });
  }
});

Deno.test("imported outside a runner, each module says what to import instead", async (t) => {
  for (const specifier of MODULES.keys()) {
    await t.step(specifier, async () => {
      const error = await assertRejects(() => import(new URL(fileOf(specifier), REPOSITORY).href), Error);
      assert(/is there in scripts only/.test(error.message), error.message);
      assert(/^In a Deno program, /.test((error as Error & { hint: string }).hint));
    });
  }
});

Deno.test("what the types of modules name, the modules have", async (t) => {
  const faces: Readonly<Record<string, string>> = {
    k6: "K6",
    "k6/crypto": "Crypto",
    "k6/data": "Data",
    "k6/encoding": "Encoding",
    "k6/experimental/csv": "Csv",
    "k6/experimental/fs": "Fs",
    "k6/experimental/streams": "Streams",
    "k6/html": "Html",
    "k6/http": "Http",
    "k6/metrics": "Metrics",
    "k6/timers": "Timers",
    "k6/websockets": "WebSockets",
    "k6/ws": "Ws",
    [K6_UTILS_SPECIFIER]: "K6Utils",
  };
  const vu = createOutsideVu();
  await loadModules(MODULES.keys());
  for (const [specifier, face] of Object.entries(faces)) {
    await t.step(specifier, async () => {
      const members = membersOf(await documented(specifier), face);
      assertEquals([...new Set(members)].sort(), Object.keys(MODULES.get(specifier)!.create(vu)).sort());
    });
  }
});

Deno.test("what the types of objects name, the objects have, and the other way round", async (t) => {
  const vu = createOutsideVu();
  const { Blob } = outsideModule(vu, "k6/websockets") as Record<string, new () => object>;
  const { CookieJar } = outsideModule(vu, "k6/http") as Record<string, new () => object>;
  const { Counter } = outsideModule(vu, "k6/metrics") as Record<string, new (name: string) => object>;
  const http = await documented("k6/http");
  const metrics = await documented("k6/metrics");
  const cases: [name: string, members: string[], real: string[]][] = [
    ["WebSocket", membersOf(websockets, "WebSocket"), ownMembers(WebSocket.prototype)],
    ["Blob", membersOf(websockets, "Blob"), ownMembers(Object.getPrototypeOf(new Blob!()))],
    ["CookieJar", membersOf(http, "CookieJar"), Object.keys(new CookieJar!())],
    ["Metric", membersOf(metrics, "Metric"), Object.keys(new Counter!("a_counter"))],
  ];
  for (const [name, members, real] of cases) {
    const symbols = [...real].filter((member) => typeof member === "string").sort();
    await t.step(name, () => assertEquals(members.toSorted(), symbols));
  }
});

Deno.test("events, responses and sockets have what their types name", async () => {
  await using peer = await startServePeer();
  const socket = new WebSocket(peer.url);
  const lacking: Record<string, string[]> = {};
  const inspect = (name: string, object: object, symbols = websockets): void => {
    lacking[name] = missing(membersOf(symbols, name), object);
  };
  socket.onopen = (event) => {
    inspect("Event", event);
    inspect("HandshakeResponse", socket.response!);
    socket.send("hello");
  };
  socket.onmessage = (event) => {
    inspect("MessageEvent", event);
    socket.close(3000);
  };
  socket.onerror = (event) => inspect("ErrorEvent", event);
  await new Promise<void>((resolve) => {
    socket.onclose = (event) => {
      inspect("CloseEvent", event);
      resolve();
    };
  });
  const response = await connect(peer.url, (connection) => {
    inspect("Socket", connection, ws);
    connection.on("error", (error) => inspect("SocketError", error, ws));
    connection.on("open", () => connection.send("close 3000 x"));
  });
  inspect("Response", response, ws);
  assertEquals(lacking, {
    Event: [],
    HandshakeResponse: [],
    MessageEvent: [],
    ErrorEvent: [],
    CloseEvent: [],
    Socket: [],
    SocketError: [],
    Response: [],
  });
});

Deno.test("every param that the types name is one", () => {
  const samples: Readonly<Record<string, unknown>> = {
    headers: {},
    tags: {},
    jar: null,
    compression: "deflate",
    transport: "wire",
  };
  const members = membersOf(websockets, "Params");
  assertEquals(members.toSorted(), Object.keys(samples).sort());
  assertEquals(membersOf(ws, "Params").toSorted(), Object.keys(samples).sort());
  const vu = createOutsideVu();
  vu.phase = "iteration";
  const { WebSocket: K6WebSocket } = outsideModule(vu, "k6/websockets") as Record<
    string,
    new (...args: unknown[]) => unknown
  >;
  // A bad value at the end keeps the socket from being dialled.
  const params = { ...samples, unknown: 1 };
  try {
    new K6WebSocket!("ws://127.0.0.1:1", null, params);
  } catch (error) {
    assertEquals((error as Error).message, "unknown WebSocket's option unknown");
  }
});
