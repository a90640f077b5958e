/** The chat of the demo server: rooms, members, and the JSON messages of k6's chat example. Knows no sockets. */

import type { DemoLimits } from "./demo_limits.ts";

/** The bounds that a chat keeps. */
export type ChatLimits = Pick<DemoLimits, "rooms" | "roomMembers" | "nameLength" | "chatLength">;

/** The connection of one member, as the chat needs it. */
export interface ChatLine {
  /** Hands over one message. Must not throw, and must not call back into the chat. */
  send(message: string): void;
  /** Ends the connection. */
  close(code: number, reason: string): void;
}

/** All rooms of a server. A room exists while somebody is in it. */
export class ChatRooms {
  readonly #rooms = new Map<string, Set<ChatMember>>();
  readonly #limits: ChatLimits;
  #guests = 0;

  constructor(limits: ChatLimits) {
    this.#limits = limits;
  }

  /** How many rooms there are. */
  get size(): number {
    return this.#rooms.size;
  }

  /**
   * Lets somebody in under a guest name and tells the whole room with `USER_JOINED`.
   *
   * @returns The member, or `undefined` when there is no place; the line has then been told with `ERROR` and closed.
   */
  join(room: string, line: ChatLine): ChatMember | undefined {
    const members = this.#rooms.get(room) ?? new Set<ChatMember>();
    const full = members.size >= this.#limits.roomMembers;
    if (full || (members.size === 0 && this.#rooms.size >= this.#limits.rooms)) {
      line.send(chatMessage("ERROR", { message: full ? `The room "${room}" is full` : "There are too many rooms" }));
      line.close(1013, full ? "room full" : "too many rooms");
      return undefined;
    }
    this.#rooms.set(room, members);
    return new ChatMember(`guest-${++this.#guests}`, line, {
      members,
      limits: this.#limits,
      emptied: () => this.#rooms.delete(room),
    });
  }
}

/** What a member knows of its room. */
interface Room {
  readonly members: Set<ChatMember>;
  readonly limits: ChatLimits;
  /** The last member has gone. */
  emptied(): void;
}

/** Somebody in a room. */
export class ChatMember {
  #name: string;
  readonly #line: ChatLine;
  readonly #room: Room;

  constructor(name: string, line: ChatLine, room: Room) {
    this.#name = name;
    this.#line = line;
    this.#room = room;
    room.members.add(this);
    this.#tellAll("USER_JOINED", { user: name, message: `${name} has joined` });
  }

  /** Handles one message of this member. What cannot be understood is answered with `ERROR` to this member alone. */
  receive(data: unknown): void {
    if (!this.#room.members.has(this)) return;
    const request = parseRequest(data);
    switch (request["event"]) {
      case "SET_NAME":
        return this.#rename(request["new_name"]);
      case "SAY":
        return this.#say(request["message"]);
      case "LEAVE":
        this.leave();
        return this.#line.close(1000, "bye");
      default:
        return this.#complain("Expected a JSON object whose event is SET_NAME, SAY or LEAVE");
    }
  }

  /** Takes this member out of the room and tells the others with `USER_LEFT`. The second time nothing happens. */
  leave(): void {
    const { members } = this.#room;
    if (!members.delete(this)) return;
    this.#tellAll("USER_LEFT", { user: this.#name, message: `${this.#name} has left` });
    if (members.size === 0) this.#room.emptied();
  }

  #rename(name: unknown): void {
    const { nameLength } = this.#room.limits;
    if (typeof name !== "string" || name === "" || name.length > nameLength) {
      return this.#complain(`SET_NAME takes new_name, a text of 1 to ${nameLength} characters`);
    }
    const before = this.#name;
    this.#name = name;
    this.#tellAll("USER_RENAMED", { user: name, old_name: before, message: `${before} is now ${name}` });
  }

  #say(message: unknown): void {
    const { chatLength } = this.#room.limits;
    if (typeof message !== "string" || message.length > chatLength) {
      return this.#complain(`SAY takes message, a text of at most ${chatLength} characters`);
    }
    this.#tellAll("CHAT_MSG", { user: this.#name, message });
  }

  #complain(message: string): void {
    this.#line.send(chatMessage("ERROR", { message }));
  }

  #tellAll(event: string, fields: Readonly<Record<string, string>>): void {
    const message = chatMessage(event, fields);
    for (const member of this.#room.members) member.#line.send(message);
  }
}

function chatMessage(event: string, fields: Readonly<Record<string, string>>): string {
  return JSON.stringify({ event, ...fields });
}

/** The fields of a request; none when it is not a JSON object. */
function parseRequest(data: unknown): Readonly<Record<string, unknown>> {
  if (typeof data !== "string") return {};
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {}; // Not JSON: answered like any other request without an event.
  }
}
