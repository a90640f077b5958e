// k6/http: redirects, cookies that they set, jars, response callbacks.
import http from "k6/http";
const base = __ENV.WS_URL.replace("ws:", "http:");
export const options = { iterations: 2 };
export default function () {
  const there = http.get(`${base}/reject/302?location=/reject/200&cookie=id%3D1%3B+Path%3D%2F`);
  console.log(there.status, there.url.endsWith("/reject/200"), JSON.stringify(there.request.cookies));
  const stays = http.get(`${base}/reject/302?location=/reject/200`, { redirects: 0 });
  console.log(stays.status, stays.headers["Location"]);
  console.log(JSON.stringify(http.cookieJar().cookiesForURL(base)));
  const sets = http.get(`${base}/reject/200?cookie=a%3D2%3B+Path%3D%2Fx%3B+HttpOnly`);
  console.log(Object.keys(sets.cookies).join(), sets.cookies.a[0].value, sets.cookies.a[0].path, sets.cookies.a[0].http_only);
  const jar = new http.CookieJar();
  jar.set(base, "own", "1");
  console.log(JSON.stringify(http.get(`${base}/reject/200`, { jar }).request.cookies));
  console.log(JSON.stringify(Object.entries(http.get(`${base}/reject/200`, { cookies: { x: "y" } }).request.cookies).sort()));
  http.get(`${base}/reject/404`, { responseCallback: http.expectedStatuses(404, { min: 200, max: 299 }), tags: { expected: "yes" } });
  http.get(`${base}/reject/404`, { responseCallback: null, tags: { expected: "nothing" } });
}
