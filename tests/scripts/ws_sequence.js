// k6/ws: one session after the other, tags of each, a name, what a session in a session does.
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  const url = `${__ENV.WS_URL}/echo`;
  for (let i = 0; i < 2; i++) {
    ws.connect(url, { tags: { name: `session ${i}`, round: i } }, (socket) => {
      socket.on("open", () => socket.send(String(i)));
      socket.on("message", () => socket.close(1000));
      socket.on("close", (code) => console.log(`outer ${i} closed ${code}`));
    });
  }
  ws.connect(url, { tags: { name: "outer" } }, (socket) => {
    socket.on("open", () => {
      ws.connect(url, { tags: { name: "inner" } }, (inner) => {
        inner.on("open", () => inner.close());
      });
      console.log("back");
      socket.close();
    });
  });
}
