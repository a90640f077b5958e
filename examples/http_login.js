// A login over HTTP, then a socket with its cookie. Run it: deno run -A cli.ts run examples/http_login.js
import { check, group } from "k6";
import http from "k6/http";
import { WebSocket } from "k6/websockets";

const server = __ENV.WS_URL || "ws://127.0.0.1:8765";
const web = server.replace(/^ws/, "http");

export const options = {
  vus: 5,
  iterations: 10,
  thresholds: {
    checks: ["rate==1"],
    http_req_failed: ["rate==0"],
    "http_req_duration{name:login}": ["p(95)<5000"],
  },
};

export default function () {
  const user = `user${__VU}`;

  group("login", () => {
    const response = http.post(`${web}/login?user=${user}`, { password: "s3cret" }, { tags: { name: "login" } });
    check(response, {
      "the status is 200": (r) => r.status === 200,
      "it is us": (r) => r.json("user") === user,
      "there is a session": (r) => r.cookies.session[0].value === user,
    });
  });

  // Side by side; the URLs of one name are one series of samples.
  const pages = http.batch([1, 2, 3].map((page) => http.url`${web}/login?user=${page}`));
  check(pages, { "all calls succeed": (all) => all.every((page) => page.status === 200) });

  // The calls have changed the session: log in again. What is expected is no failure.
  http.get(`${web}/login?user=${user}`);
  http.get(`${web}/reject/403`, { responseCallback: http.expectedStatuses(403) });

  // The jar of this virtual user is that of its sockets, too.
  const socket = new WebSocket(`${server}/headers`);
  socket.onmessage = ({ data }) => {
    check(JSON.parse(data), { "the session came along": (seen) => seen.cookies.session === user });
    socket.close();
  };
}
