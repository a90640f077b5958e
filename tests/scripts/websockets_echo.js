// k6/websockets: two sockets of one user at once.
import { check } from "k6";
import { WebSocket } from "k6/websockets";
export const options = { scenarios: { chat: { executor: "per-vu-iterations", vus: 2, iterations: 1 } } };
export default function () {
  for (const room of ["a", "b"]) {
    const socket = new WebSocket(`${__ENV.WS_URL}/echo`, null, { tags: { room } });
    let received = 0;
    socket.onopen = () => {
      socket.send("one");
      socket.send("two");
    };
    socket.addEventListener("message", ({ data, origin }) => {
      check(data, { "is text": (text) => typeof text === "string", "has an origin": () => origin === socket.url });
      if (++received === 2) socket.close(1000, "bye");
    });
    socket.onclose = ({ code, reason }) => check(code, { "closed well": () => code === 1000 && reason === "bye", "is closed": () => socket.readyState === 3 });
  }
}
