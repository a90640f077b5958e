// k6/ws: with --throw a failed dial is an exception.
// args: --throw
import ws from "k6/ws";
export const options = { iterations: 2 };
export default function () {
  ws.connect("ws://127.0.0.1:1/", () => console.log("never"));
  console.log("not reached");
}
