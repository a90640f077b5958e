// k6/ws: bytes there and back.
import { check } from "k6";
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  ws.connect(`${__ENV.WS_URL}/echo`, (socket) => {
    socket.on("open", () => socket.sendBinary(new Uint8Array([0, 1, 254, 255]).buffer));
    socket.on("message", () => console.log("text"));
    socket.on("binaryMessage", (data) => {
      check(data, { "is a buffer": (d) => d instanceof ArrayBuffer, "is the same": (d) => new Uint8Array(d).join() === "0,1,254,255" });
      socket.close(3001);
    });
    socket.on("close", (code) => console.log(`closed ${code}`));
  });
}
