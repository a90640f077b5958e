// k6/websockets: blobs and data views are messages, too.
import { check } from "k6";
import { Blob, WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
  socket.binaryType = "arraybuffer";
  let received = 0;
  socket.onopen = () => {
    socket.send(new Blob([new Uint8Array([1, 2]), "a"]));
    socket.send(new DataView(new Uint8Array([1, 2, 97]).buffer));
  };
  socket.onmessage = ({ data }) => {
    check(data, { "is the same": (bytes) => new Uint8Array(bytes).join() === "1,2,97" });
    if (++received === 2) socket.close();
  };
}
