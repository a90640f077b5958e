// Handlers do not inherit the group that their socket was made in.
import { check, group } from "k6";
import { WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  group("dial", () => {
    const socket = new WebSocket(`${__ENV.WS_URL}/echo`);
    check(1, { "in the group": () => true });
    socket.onopen = () => {
      check(1, { "in a handler": () => true });
      socket.close();
    };
  });
}
