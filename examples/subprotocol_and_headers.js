// What a handshake carries, both ways. Run it: deno run -A cli.ts run examples/subprotocol_and_headers.js
import { check } from "k6";
import http from "k6/http";
import ws from "k6/ws";
import { WebSocket } from "k6/websockets";

const server = __ENV.WS_URL || "ws://127.0.0.1:8765";

export default function () {
  const jar = new http.CookieJar();
  jar.set(server.replace(/^ws/, "http"), "session", "s3cret");

  const headers = { "Authorization": "Bearer abc", "X-Trace": `${__VU}-${__ITER}` };
  const params = { headers, jar, tags: { step: "subscribe" } };
  const socket = new WebSocket(`${server}/subprotocol?accept=chat.v1`, ["chat.v2", "chat.v1"], params);
  socket.onopen = () => {
    check(socket, { "the server chose chat.v1": (s) => s.protocol === "chat.v1" });
    socket.close();
  };

  // With k6/ws, a header asks for subprotocols; the response has the server's headers.
  const asked = { headers: { ...headers, "Sec-WebSocket-Protocol": "chat.v1" }, jar };
  const response = ws.connect(`${server}/headers?header=X-Answer:%20yes`, asked, function (connection) {
    connection.on("message", function (message) {
      const seen = JSON.parse(message);
      check(seen, {
        "the authorization arrived": (s) => s.headers.authorization === "Bearer abc",
        "the cookie arrived": (s) => s.cookies.session === "s3cret",
        "the protocol arrived": (s) => s.protocols[0] === "chat.v1",
      });
      connection.close();
    });
  });
  check(response, { "the server's header is there": (r) => r.headers["X-Answer"] === "yes" });

  const refused = ws.connect(`${server}/reject/403`, {}, () => {});
  check(refused, { "a refusal has its status": (r) => r.status === 403 && r.body === "rejected with 403\n" });
}
