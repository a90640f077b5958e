// k6/websockets: buffers and views there, blobs and buffers back.
import { check } from "k6";
import { WebSocket } from "k6/websockets";
export const options = { iterations: 2 };
export default function () {
  const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
  socket.binaryType = __ITER === 0 ? "arraybuffer" : "blob";
  let received = 0;
  socket.onopen = () => {
    socket.send(new Uint8Array([1, 2, 3]).buffer);
    socket.send(new Uint8Array([1, 2, 3]));
    socket.send(new Uint8Array([0, 1, 2, 3, 4]).subarray(1, 4));
  };
  socket.onmessage = async ({ data }) => {
    const bytes = data instanceof ArrayBuffer ? data : await data.arrayBuffer();
    check(bytes, { "is the same": (b) => new Uint8Array(b).join() === "1,2,3" });
    if (++received === 3) socket.close();
  };
}
