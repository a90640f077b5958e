// k6/ws: compression is negotiated and invisible.
import { check } from "k6";
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  const long = "compress me ".repeat(500);
  const response = ws.connect(`${__ENV.WIRE_URL}/deflate/echo`, { compression: "deflate" }, (socket) => {
    socket.on("open", () => socket.send(long));
    socket.on("message", (text) => {
      check(text, { "is the same": (t) => t === long });
      socket.close();
    });
  });
  console.log(response.headers["Sec-Websocket-Extensions"]);
}
