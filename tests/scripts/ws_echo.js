// k6/ws: a session of three messages, and its response.
import { check } from "k6";
import ws from "k6/ws";
export const options = { scenarios: { chat: { executor: "per-vu-iterations", vus: 2, iterations: 1 } } };
export default function () {
  const response = ws.connect(`${__ENV.WS_URL}/echo`, { tags: { room: "a" }, headers: { "X-Test": "1" } }, (socket) => {
    let received = 0;
    socket.on("open", () => socket.send("one"));
    socket.on("message", (text) => {
      received++;
      if (received < 3) socket.send(text + received);
      else socket.close();
    });
    socket.on("close", (code) => console.log(`closed ${code}`));
  });
  check(response, { "is 101": ({ status }) => status === 101, "knows its URL": ({ url }) => url === `${__ENV.WS_URL}/echo` });
}
