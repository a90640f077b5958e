// k6/websockets: sockets that nobody closes are cut off with the scenario.
import { WebSocket } from "k6/websockets";
export const options = { scenarios: { cut: { executor: "constant-vus", vus: 2, duration: "1s", gracefulStop: "0s" } } };
export default function () {
  const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
  socket.onopen = () => socket.send("x");
}
