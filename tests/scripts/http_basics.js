// k6/http: statuses, bodies, tags and samples of plain requests.
import { check } from "k6";
import http from "k6/http";
const base = __ENV.WS_URL.replace("ws:", "http:");
export const options = { iterations: 1, thresholds: { "http_req_duration{kind:fine}": ["max<60000"] } };
export default function () {
  const fine = http.get(`${base}/reject/200`, { tags: { kind: "fine", name: "fine" }, headers: { "X-Test": "1" } });
  check(fine, {
    "status": (r) => r.status === 200,
    "text": (r) => r.status_text,
    "body": (r) => r.body === "rejected with 200\n",
    "timings": (r) => r.timings.duration > 0 && r.timings.waiting > 0 && r.timings.blocked >= 0,
    "url": (r) => r.url === `${base}/reject/200`,
    "headers": (r) => r.headers["Content-Type"] === "text/plain;charset=UTF-8",
    "no error": (r) => r.error === "" && r.error_code === 0,
    "proto": (r) => r.proto === "HTTP/1.1",
  });
  const missing = http.post(`${base}/reject/404`, { a: "1", b: "ü" });
  console.log(missing.status, missing.error_code, missing.request.method, missing.request.body, missing.request.headers["Content-Type"][0]);
  const put = http.put(`${base}/reject/503`, "text", { responseType: "none" });
  console.log(put.status, put.body, put.error_code);
  console.log(http.head(`${base}/reject/200`).body === null, http.del(`${base}/reject/204`).status, http.patch(`${base}/reject/200`).status, http.options(`${base}/reject/200`).status, http.request("GET", `${base}/reject/201`).status);
  const nobody = http.get("http://127.0.0.1:1/");
  console.log(nobody.status, nobody.error, nobody.error_code, nobody.body);
  try {
    http.get("http://127.0.0.1:1/", { throw: true });
  } catch (error) {
    console.log(String(error));
  }
  console.log(http.url`${base}/reject/${200}`.name === undefined);
  http.get(http.url`${base}/reject/${200}`);
}
