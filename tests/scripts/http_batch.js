// k6/http: several requests at once, and one that is awaited.
import { check } from "k6";
import http from "k6/http";
const base = __ENV.WS_URL.replace("ws:", "http:");
export const options = { iterations: 1, batch: 2 };
export default async function () {
  const list = http.batch([`${base}/reject/200`, ["GET", `${base}/reject/201`], ["POST", `${base}/reject/202`, { a: 1 }, { tags: { t: "x" } }], { method: "GET", url: `${base}/reject/203` }]);
  console.log(list.map(({ status }) => status).join());
  const named = http.batch({ one: `${base}/reject/200`, two: { method: "PUT", url: `${base}/reject/404` } });
  console.log(named.one.status, named.two.status);
  const response = await http.asyncRequest("GET", `${base}/reject/200`);
  check(response, { "is there": (r) => r.status === 200 });
  const both = await Promise.all([http.asyncRequest("GET", `${base}/reject/200`), http.asyncRequest("GET", `${base}/reject/500`)]);
  console.log(both.map(({ status }) => status).join());
}
