/** The chat without a network: who is told what, and the bounds. */

import { type ChatLimits, type ChatMember, ChatRooms } from "../../../src/cli/demo/chat_rooms.ts";
import { assertEquals, assertExists } from "../../support/assert.ts";

const LIMITS: ChatLimits = { rooms: 2, roomMembers: 3, nameLength: 10, chatLength: 20 };

/** One end of the chat: what it was told, and how its connection was closed. */
class Listener {
  readonly heard: unknown[] = [];
  closedWith: unknown[] | undefined;

  send(message: string): void {
    this.heard.push(JSON.parse(message));
  }

  close(code: number, reason: string): void {
    this.closedWith = [code, reason];
  }
}

function join(rooms: ChatRooms, room = "lobby"): { line: Listener; member: ChatMember } {
  const line = new Listener();
  const member = rooms.join(room, line);
  assertExists(member);
  return { line, member };
}

function say(member: ChatMember, request: unknown): void {
  member.receive(JSON.stringify(request));
}

Deno.test("everybody in the room, the newcomer too, hears who joins, renames, talks; the others hear who leaves", () => {
  const rooms = new ChatRooms(LIMITS);
  const ann = join(rooms);
  const bob = join(rooms);
  say(bob.member, { event: "SET_NAME", new_name: "Bob" });
  say(ann.member, { event: "SAY", message: "hi" });
  say(bob.member, { event: "LEAVE" });

  const fromBobOn = [
    { event: "USER_JOINED", user: "guest-2", message: "guest-2 has joined" },
    { event: "USER_RENAMED", user: "Bob", old_name: "guest-2", message: "guest-2 is now Bob" },
    { event: "CHAT_MSG", user: "guest-1", message: "hi" },
  ];
  assertEquals(bob.line.heard, fromBobOn);
  assertEquals(bob.line.closedWith, [1000, "bye"]);
  assertEquals(ann.line.heard, [
    { event: "USER_JOINED", user: "guest-1", message: "guest-1 has joined" },
    ...fromBobOn,
    { event: "USER_LEFT", user: "Bob", message: "Bob has left" },
  ]);
  assertEquals(ann.line.closedWith, undefined);
});

Deno.test("rooms do not hear each other", () => {
  const rooms = new ChatRooms(LIMITS);
  const here = join(rooms, "here");
  const there = join(rooms, "there");
  say(there.member, { event: "SAY", message: "hello?" });
  assertEquals(here.line.heard.length, 1);
  assertEquals(there.line.heard.length, 2);
});

Deno.test("what cannot be understood is answered with ERROR to its sender alone", async (t) => {
  const expected = "Expected a JSON object whose event is SET_NAME, SAY or LEAVE";
  const cases: { name: string; data: unknown; message: string }[] = [
    { name: "not JSON", data: "hello", message: expected },
    { name: "JSON, but no object", data: "null", message: expected },
    { name: "no event", data: "{}", message: expected },
    { name: "an unknown event", data: '{"event":"JUMP"}', message: expected },
    { name: "bytes", data: new ArrayBuffer(2), message: expected },
    {
      name: "no name",
      data: '{"event":"SET_NAME"}',
      message: "SET_NAME takes new_name, a text of 1 to 10 characters",
    },
    {
      name: "an empty name",
      data: '{"event":"SET_NAME","new_name":""}',
      message: "SET_NAME takes new_name, a text of 1 to 10 characters",
    },
    {
      name: "a name too long",
      data: '{"event":"SET_NAME","new_name":"12345678901"}',
      message: "SET_NAME takes new_name, a text of 1 to 10 characters",
    },
    {
      name: "a message that is no text",
      data: '{"event":"SAY","message":1}',
      message: "SAY takes message, a text of at most 20 characters",
    },
    {
      name: "a message too long",
      data: '{"event":"SAY","message":"123456789012345678901"}',
      message: "SAY takes message, a text of at most 20 characters",
    },
  ];
  for (const { name, data, message } of cases) {
    await t.step(name, () => {
      const rooms = new ChatRooms(LIMITS);
      const sender = join(rooms);
      const other = join(rooms);
      sender.member.receive(data);
      assertEquals(sender.line.heard.slice(2), [{ event: "ERROR", message }]);
      assertEquals(other.line.heard.length, 1);
    });
  }
});

Deno.test("somebody who has left says nothing any more, and leaves only once", () => {
  const rooms = new ChatRooms(LIMITS);
  const gone = join(rooms);
  const staying = join(rooms);
  gone.member.leave();
  gone.member.leave();
  say(gone.member, { event: "SAY", message: "boo" });
  assertEquals(staying.line.heard.slice(1), [{ event: "USER_LEFT", user: "guest-1", message: "guest-1 has left" }]);
});

Deno.test("a full room turns people away until somebody leaves", () => {
  const rooms = new ChatRooms(LIMITS);
  const first = join(rooms);
  join(rooms);
  join(rooms);
  const refused = new Listener();
  assertEquals(rooms.join("lobby", refused), undefined);
  assertEquals(refused.heard, [{ event: "ERROR", message: 'The room "lobby" is full' }]);
  assertEquals(refused.closedWith, [1013, "room full"]);
  first.member.leave();
  join(rooms);
});

Deno.test("a room ends with its last member and makes place for another", () => {
  const rooms = new ChatRooms(LIMITS);
  join(rooms, "a");
  const b = join(rooms, "b");
  const refused = new Listener();
  assertEquals(rooms.join("c", refused), undefined);
  assertEquals(refused.closedWith, [1013, "too many rooms"]);
  b.member.leave();
  assertEquals(rooms.size, 1);
  join(rooms, "c");
  assertEquals(rooms.size, 2);
});
