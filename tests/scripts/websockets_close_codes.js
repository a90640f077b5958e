// k6/websockets: how servers close, and how connections are lost.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 4 };
export default function () {
  const url = [
    `${__ENV.WS_URL}/close/1000`,
    `${__ENV.WS_URL}/close/1001`,
    `${__ENV.WS_URL}/close/4321?reason=bye`,
    `${__ENV.WIRE_URL}/drop?how=fin&after=10`,
  ][__ITER];
  const socket = new WebSocket(url, null, { tags: { name: "closing" } });
  socket.onerror = ({ error }) => console.log(`error ${error}`);
  socket.onclose = ({ code, reason }) => console.log(`closed ${code} ${reason}`);
}
