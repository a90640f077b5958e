// One session with k6/ws, from open to close. Run it: deno run -A cli.ts run examples/ws_basics.js
import { check } from "k6";
import ws from "k6/ws";

const url = `${__ENV.WS_URL || "ws://127.0.0.1:8765"}/echo`;

export default function () {
  const params = { tags: { example: "ws_basics" } };

  // connect blocks until the socket has closed; its handlers run meanwhile.
  const response = ws.connect(url, params, function (socket) {
    socket.on("open", function () {
      console.log("connected");
      socket.send(`now is ${Date.now()}`);

      socket.setInterval(function () {
        socket.ping();
        console.log("pinged the server, as every second");
      }, 1000);
    });

    socket.on("ping", () => console.log("the server has pinged"));
    socket.on("pong", () => console.log("the server has answered a ping"));
    socket.on("pong", () => console.log("an event takes as many handlers as you like"));
    socket.on("message", (message) => console.log(`received: ${message}`));
    socket.on("close", (code) => console.log(`closed with ${code}`));

    socket.on("error", function (error) {
      if (error.error() !== "websocket: close sent") console.error(`failed: ${error.error()}`);
    });

    socket.setTimeout(function () {
      console.log("two seconds are over");
      socket.close();
    }, 2000);
  });

  check(response, { "status is 101": (r) => r && r.status === 101 });
}
