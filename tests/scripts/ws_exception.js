// k6/ws: an exception in a handler ends the session and the iteration.
import ws from "k6/ws";
export const options = { iterations: 2 };
export default function () {
  ws.connect(`${__ENV.WS_URL}/echo`, (socket) => {
    socket.on("open", () => socket.send("x"));
    socket.on("message", () => {
      throw new Error("in a handler");
    });
    socket.on("close", (code) => console.log(`closed ${code}`));
  });
  console.log("not reached");
}
