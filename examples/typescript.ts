// TypeScript runs as it is: its types are dropped. Run it: deno run -A cli.ts run examples/typescript.ts
import { check } from "k6";
import { WebSocket } from "k6/websockets";

interface Push {
  readonly seq: number;
  readonly time: number;
  readonly padding: string;
}

type Verdict = "complete" | "incomplete";

class Feed<Message> {
  readonly messages: Message[] = [];
  private readonly expected: number;

  constructor(expected: number) {
    this.expected = expected;
  }

  receive(data: string): Verdict {
    this.messages.push(JSON.parse(data) as Message);
    return this.messages.length < this.expected ? "incomplete" : "complete";
  }
}

const server: string = __ENV.WS_URL || "ws://127.0.0.1:8765";

export const options = { vus: 2, iterations: 4 };

export default function (): void {
  const feed = new Feed<Push>(10);
  const ws = new WebSocket(`${server}/push?rate=100&size=100`);

  ws.onmessage = (event: { data: string }): void => {
    if (feed.receive(event.data) === "complete") ws.close();
  };

  ws.onclose = (): void => {
    check(feed.messages, {
      "ten messages came": (all: Push[]) => all.length === 10,
      "in order": (all: Push[]) => all.every((message, i) => message.seq === i + 1),
    });
  };
}
