// Cookies that a handshake sets are carried by the next one, until the iteration is over.
import http from "k6/http";
import ws from "k6/ws";
export const options = { iterations: 2 };
function carried() {
  let cookies;
  ws.connect(`${__ENV.WS_URL}/headers`, (socket) => {
    socket.on("message", (text) => {
      cookies = JSON.parse(text).cookies;
      socket.close();
    });
  });
  return JSON.stringify(cookies);
}
export default function () {
  console.log(carried());
  ws.connect(`${__ENV.WS_URL}/set-cookie?cookie=id%3D1%3B+Path%3D%2F`, (socket) => socket.close());
  console.log(carried());
  http.cookieJar().set(__ENV.WS_URL.replace("ws:", "http:"), "mine", "2");
  console.log(carried());
  const jar = new http.CookieJar();
  jar.set(__ENV.WS_URL.replace("ws:", "http:"), "own", "3");
  ws.connect(`${__ENV.WS_URL}/headers`, { jar }, (socket) => {
    socket.on("message", (text) => {
      console.log(JSON.stringify(JSON.parse(text).cookies));
      socket.close();
    });
  });
}
