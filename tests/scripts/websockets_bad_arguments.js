// k6/websockets: what the constructor, send and close refuse.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  const attempts = [
    () => new WebSocket(),
    () => new WebSocket("http://127.0.0.1/"),
    () => new WebSocket("ws://127.0.0.1/#part"),
    () => new WebSocket(`${__ENV.WS_URL}/echo`, null, { colour: "red" }),
    () => new WebSocket(`${__ENV.WS_URL}/echo`, null, { compression: "zip" }),
  ];
  for (const attempt of attempts) {
    try {
      attempt();
      console.log("accepted");
    } catch (error) {
      console.log(String(error));
    }
  }
  const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
  const tell = (act) => {
    try {
      act();
      console.log("accepted");
    } catch (error) {
      console.log(String(error));
    }
  };
  tell(() => socket.send("too early"));
  socket.onopen = () => {
    tell(() => socket.send(5));
    tell(() => socket.close(1001));
    tell(() => socket.close(3000, "x".repeat(124)));
    tell(() => socket.close(3000, "well"));
  };
  socket.onclose = ({ code }) => console.log(`closed ${code}`);
}
