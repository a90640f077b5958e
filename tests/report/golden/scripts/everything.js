import { check, group, sleep } from "k6";
import { Counter, Gauge, Rate, Trend } from "k6/metrics";

const rtt = new Trend("rtt", true);
const size = new Trend("size");
const messages = new Counter("messages");
const waited = new Counter("waited", true);
const room = new Gauge("rooms");
const drift = new Gauge("drift", true);
const joined = new Rate("joined");
new Trend("unused_trend", true);
new Counter("unused_counter");
new Gauge("unused_gauge");
new Rate("unused_rate");
new Trend("unseen");

export const options = {
  scenarios: {
    default: { executor: "per-vu-iterations", vus: 2, iterations: 2 },
    zulu: { executor: "shared-iterations", vus: 1, iterations: 2, exec: "zulu" },
    alpha: { executor: "per-vu-iterations", vus: 1, iterations: 1, exec: "zulu", startTime: "1s" },
    idle: { executor: "per-vu-iterations", vus: 1, iterations: 1, exec: "idle", startTime: "1s" },
  },
  thresholds: {
    rtt: ["p(95)<100", " avg < 10 ", "p(99.9)<5000", "avg<10"],
    "rtt{room:a}": ["avg<10"],
    'rtt{room: "b", kind:x}': ["max<1"],
    "size{room:a}": ["med<1000"],
    "size{room:c}": ["med<1000"],
    messages: ["count>1", "rate>0.5"],
    "messages{scenario:zulu}": [],
    waited: ["count<1", "rate<1"],
    rooms: ["value>3"],
    drift: ["value<1"],
    joined: ["rate>=0.5"],
    checks: ["rate>0.9"],
    "checks{group:::lobby}": ["rate>0.9"],
    unused_trend: ["p(95)<100"],
    unused_counter: ["count==0"],
    unused_gauge: ["value==0"],
    unused_rate: ["rate>0.9"],
    "unused_rate{a:b}": ["rate==0"],
    iterations: ["count>1"],
    ws_ping: ["avg<1"],
    ws_sessions: [],
  },
};

export function setup() {
  group("warm up", () => {
    rtt.add(2);
    check(1, { "in setup": () => false });
    group("deeper", () => check(1, { "in setup, deeper": () => true }));
  });
  rtt.add(1);
  check(1, { "setup itself": () => true });
  return { token: 1, list: ["x"] };
}

export default function () {
  const k = __VU * 10 + __ITER;
  rtt.add(12.345 * k, { room: k % 2 ? "a" : "b", kind: "x" });
  size.add(k, { room: "a" });
  messages.add(k);
  waited.add(1234.5678);
  room.add(k);
  drift.add(k - 15.5);
  joined.add(k % 2);
  check(k, { "k is odd": (v) => v % 2 == 1, "root ok": () => true });
  group("lobby", () => {
    rtt.add(3, { room: "a" });
    check(k, { "k is odd": (v) => v % 2 == 1, "in group": () => true });
    group("inner", () => {
      size.add(3.25);
      check(1, { deep: () => false });
      group("third", () => {
        check(1, { deeper: () => false });
        group("fourth", () => {
          check(1, { deepest: () => false });
          joined.add(1);
        });
        group("fourth, empty", () => {});
      });
    });
    group("second inner", () => rtt.add(250));
  });
  group("empty", () => {});
  group("only inner", () => group("inside", () => size.add(5)));
}

export function zulu() {
  messages.add(3);
  check(1, { top: () => false });
  group("lobby", () => {
    rtt.add(5);
    check(1, { "in zulu": () => true, "k is odd": () => false });
    group("inner", () => {
      rtt.add(70);
      check(1, { "in zulu": () => true, "deep in zulu": () => false });
    });
  });
  sleep(0.01 + 0.02 * __ITER);
}

export function idle() {}

export function teardown() {
  check(1, { "in teardown": () => true });
  group("cool down", () => rtt.add(99));
}

export function handleSummary(data) {
  console.log(JSON.stringify({ data, thresholds: options.thresholds }));
}
