// k6/websockets: states and members of a socket over its life.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
  const state = (when) => console.log(when, socket.readyState, when === "closed" ? socket.bufferedAmount : "", socket.binaryType, JSON.stringify(socket.protocol), socket.extensions.length);
  state("made");
  try {
    socket.binaryType = "text";
  } catch (error) {
    console.log(String(error));
  }
  socket.onopen = (event) => {
    state("open");
    console.log(event.type, typeof event.timestamp, event.target === socket);
    socket.send("x");
  };
  socket.onmessage = (event) => {
    console.log(event.type, event.data, event.origin === socket.url);
    socket.close(3000, "enough");
    state("closing");
    socket.close();
  };
  socket.onclose = (event) => {
    console.log(event.type, event.code, event.reason);
    state("closed");
    socket.close();
    try {
      socket.send("late");
    } catch (error) {
      console.log(String(error));
    }
    try {
      socket.ping();
    } catch (error) {
      console.log(String(error));
    }
  };
}
