// A chat with four sockets per VU. Run it: deno run -A cli.ts run examples/websockets_chat.js
import { randomIntBetween, randomString } from "https://jslib.k6.io/k6-utils/1.4.0/index.js";
import { WebSocket } from "k6/websockets";

const url = `${__ENV.WS_URL || "ws://127.0.0.1:8765"}/ws?room=examples`;
const sessionTime = randomIntBetween(3000, 6000); // milliseconds

export default function () {
  // The constructor returns at once. The iteration lasts until all four sockets have closed.
  for (let id = 1; id <= 4; id++) startChatting(id);
}

function startChatting(id) {
  const me = `VU ${__VU}:${id}`;
  const ws = new WebSocket(url);
  ws.binaryType = "arraybuffer";

  ws.addEventListener("open", () => {
    ws.send(JSON.stringify({ event: "SET_NAME", new_name: me }));

    ws.addEventListener("message", (event) => {
      const received = JSON.parse(event.data);
      if (received.event === "CHAT_MSG") console.log(`${me} hears ${received.user} say: ${received.message}`);
      else if (received.event === "ERROR") console.error(`${me} is told off: ${received.message}`);
      else console.log(`${me} hears that ${received.message}`);
    });

    const talking = setInterval(() => {
      ws.send(JSON.stringify({ event: "SAY", message: `my word is ${randomString(5)}` }));
    }, randomIntBetween(2000, 8000)); // something to say every 2 to 8 seconds

    const leaving = setTimeout(() => {
      console.log(`${me} leaves after ${sessionTime} ms`);
      ws.send(JSON.stringify({ event: "LEAVE" }));
    }, sessionTime);

    const forcing = setTimeout(() => {
      console.log(`${me} was not let go and closes the socket`);
      ws.close();
    }, sessionTime + 3000);

    ws.addEventListener("close", () => {
      clearInterval(talking);
      clearTimeout(leaving);
      clearTimeout(forcing);
      console.log(`${me} is gone`);
    });
  });
}
