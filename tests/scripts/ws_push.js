// k6/ws: a server that sends by itself, until it is enough.
import { check } from "k6";
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  const seen = [];
  ws.connect(`${__ENV.WS_URL}/push?rate=200&count=5&size=100`, (socket) => {
    socket.on("message", (text) => {
      seen.push(JSON.parse(text).seq);
      if (seen.length === 5) socket.close();
    });
  });
  check(seen, { "in order": (s) => s.every((n, i) => n === s[0] + i), "five": (s) => s.length === 5 });
}
