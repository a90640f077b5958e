// k6/websockets: handshakes that are refused, and servers that are not there.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 3 };
export default function () {
  const url = [`${__ENV.WS_URL}/reject/403`, `${__ENV.WS_URL}/reject/200`, "ws://127.0.0.1:1/"][__ITER];
  const socket = new WebSocket(url, null, { tags: { case: __ITER } });
  socket.onopen = () => console.log("never");
  socket.onerror = ({ error }) => console.log(`error ${error}`);
  socket.onclose = () => console.log(`closed ${socket.readyState}`);
}
