// k6/websockets: headers, subprotocols and compression of a handshake.
import { WebSocket } from "k6/websockets";
export const options = { iterations: 1 };
export default function () {
  const chat = new WebSocket(`${__ENV.WS_URL}/subprotocol?accept=chat.v2`, ["chat.v1", "chat.v2"]);
  chat.onopen = () => {
    console.log(chat.protocol);
    chat.close();
  };
  chat.onclose = () => {
    const headers = new WebSocket(`${__ENV.WS_URL}/headers`, null, { headers: { "X-Room": "a" } });
    headers.onmessage = ({ data }) => {
      console.log(JSON.parse(data).headers["x-room"]);
      headers.close();
    };
    headers.onclose = () => {
      const packed = new WebSocket(`${__ENV.WIRE_URL}/deflate/echo`, null, { compression: "deflate" });
      packed.onopen = () => packed.send("compress me ".repeat(500));
      packed.onmessage = ({ data }) => {
        console.log(data.length);
        packed.close();
      };
    };
  };
}
