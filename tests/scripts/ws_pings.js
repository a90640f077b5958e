// k6/ws: pings of both sides, timers of the socket.
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  ws.connect(`${__ENV.WIRE_URL}/ping?every=20&count=2`, (socket) => {
    const seen = [];
    socket.on("ping", () => seen.push("ping"));
    socket.on("pong", () => seen.push("pong"));
    socket.on("open", () => {
      socket.ping();
      socket.ping();
    });
    socket.setTimeout(() => {
      console.log(seen.sort().join());
      socket.close();
    }, 700);
    let beats = 0;
    socket.setInterval(() => beats++, 100);
    socket.on("close", () => console.log(beats >= 3));
  });
}
