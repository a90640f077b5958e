// Metrics of all kinds: values that are numbers and those that are made numbers, tags of all kinds, values that are none.
import { Counter, Gauge, Rate, Trend } from "k6/metrics";
const count = new Counter("my_count"), bytes = new Counter("my_time", true);
const gauge = new Gauge("my_gauge"), rate = new Rate("my_rate"), trend = new Trend("my_trend"), time = new Trend("ws_mine", true);
export const options = { iterations: 1 };
export default function () {
  count.add(1.5, { text: "a", number: 5, yes: true });
  count.add("2");
  count.add(true);
  bytes.add(1500);
  gauge.add(3);
  gauge.add(-2);
  for (const value of [1, 0, true, false, 5]) rate.add(value);
  for (const value of [4, 1, 3, 2]) trend.add(value, { half: value > 2 ? "upper" : "lower" });
  time.add(12.5);
  for (const value of [null, NaN, undefined, {}]) console.log(String(trend.add(value)));
}
