// What ws.connect and its socket refuse.
import ws from "k6/ws";
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
if (__VU === 1) tell("in init", () => ws.connect("ws://127.0.0.1:1/", () => {}));
export default function () {
  tell("no arguments", () => ws.connect());
  tell("no callback", () => ws.connect(`${__ENV.WS_URL}/echo`));
  tell("params alone", () => ws.connect(`${__ENV.WS_URL}/echo`, {}));
  tell("callback first", () => ws.connect(`${__ENV.WS_URL}/echo`, () => {}, {}));
  tell("four arguments", () => ws.connect(`${__ENV.WS_URL}/echo`, {}, () => {}, 1));
  tell("bad compression", () => ws.connect(`${__ENV.WS_URL}/echo`, { compression: "zip" }, () => {}));
  tell("null params", () => ws.connect(`${__ENV.WS_URL}/close/1000`, null, () => {}).status);
  tell("another scheme", () => ws.connect("http://127.0.0.1:1/", () => {}));
  ws.connect(`${__ENV.WS_URL}/echo`, (socket) => {
    tell("unknown event", () => socket.on("nothing", () => {}));
    tell("no handler", () => socket.on("open"));
    tell("binary without argument", () => socket.sendBinary());
    tell("binary of a text", () => socket.sendBinary("text"));
    tell("binary of a view", () => socket.sendBinary(new Uint8Array(1)));
    tell("timer of nothing", () => socket.setTimeout(() => {}, 0));
    tell("interval of nothing", () => socket.setInterval(() => {}, -1));
    tell("timer of a text", () => socket.setTimeout(() => {}, "soon"));
    socket.on("open", () => {
      tell("send of a number", () => socket.send(5));
      socket.close();
      tell("send after close", () => socket.send("late"));
      tell("close twice", () => socket.close());
    });
    socket.on("message", (text) => console.log(`message ${text}`));
    socket.on("error", (e) => console.log(`error ${e.error()}`));
    socket.on("close", (code) => console.log(`closed ${code}`));
  });
}
