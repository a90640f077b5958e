// k6/ws: handshakes that are refused, and servers that are not there.
import ws from "k6/ws";
export const options = { iterations: 1 };
export default function () {
  for (const status of [200, 403, 503]) {
    const response = ws.connect(`${__ENV.WS_URL}/reject/${status}`, { tags: { case: String(status) } }, () => console.log("never"));
    console.log(`${response.status} ${response.body} ${response.error}`);
  }
  const nobody = ws.connect("ws://127.0.0.1:1/", { tags: { case: "nobody" } }, () => console.log("never"));
  console.log(JSON.stringify({ status: nobody && nobody.status, error: nobody && nobody.error }));
}
