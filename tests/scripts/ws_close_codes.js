// k6/ws: how servers close, and how connections are lost.
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  const urls = [
    `${__ENV.WS_URL}/close/1000`,
    `${__ENV.WS_URL}/close/1001`,
    `${__ENV.WS_URL}/close/4321?reason=bye`,
    `${__ENV.WIRE_URL}/drop?how=fin&after=10`,
  ];
  for (const url of urls) {
    ws.connect(url, { tags: { name: "closing" } }, (socket) => {
      socket.on("error", (error) => console.log(`error ${error.error()}`));
      socket.on("close", (code) => console.log(`closed ${code}`));
    });
  }
}
