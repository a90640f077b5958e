// k6/websockets: a server that sends by itself; timers beside it.
import { check } from "k6";
import { WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  const seen = [];
  const socket = new WebSocket(`${__ENV.WS_URL}/push?rate=200&count=5&size=100&type=binary`);
  socket.binaryType = "arraybuffer";
  socket.onmessage = ({ data }) => {
    seen.push(data.byteLength);
    if (seen.length === 5) setTimeout(() => socket.close(), 5);
  };
  socket.onclose = () => check(seen, { "all of a size": (s) => s.every((size) => size === 100) });
}
