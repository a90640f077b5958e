// k6/websockets: an exception in a handler ends the iteration and its sockets.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 2 };
export default function () {
  const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
  socket.onopen = () => socket.send("x");
  socket.onmessage = () => {
    throw new Error("in a handler");
  };
}
