// k6/websockets: pings of both sides.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  const seen = [];
  const socket = new WebSocket(`${__ENV.WIRE_URL}/ping?every=20&count=2`);
  socket.onping = () => seen.push("ping");
  socket.onpong = () => seen.push("pong");
  socket.onopen = () => {
    socket.ping();
    socket.ping();
    setTimeout(() => socket.close(), 700);
  };
  socket.onclose = () => console.log(seen.sort().join());
}
