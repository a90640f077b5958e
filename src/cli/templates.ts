/** What `squall new` writes: scripts to begin with, by name. They run on k6, too. */

const ADDRESS = `// The server to test. The demo server is one: squall serve
const URL = __ENV.WS_URL || "ws://127.0.0.1:8765/echo";`;

const MINIMAL = `import { check } from "k6";
import { WebSocket } from "k6/websockets";

${ADDRESS}

export const options = {
  vus: 10,
  duration: "30s",
};

export default function () {
  const socket = new WebSocket(URL);
  socket.onopen = () => socket.send("hello");
  socket.onmessage = ({ data }) => {
    check(data, { "the echo is right": (text) => text === "hello" });
    socket.close();
  };
}
`;

const WEBSOCKETS = `import { check } from "k6";
import { Counter, Trend } from "k6/metrics";
import { WebSocket } from "k6/websockets";

${ADDRESS}

const roundTrip = new Trend("round_trip", true);
const failures = new Counter("failures");

export const options = {
  stages: [
    { duration: "10s", target: 20 },
    { duration: "30s", target: 20 },
    { duration: "5s", target: 0 },
  ],
  thresholds: {
    round_trip: ["p(95)<200"],
    failures: ["count<1"],
    checks: ["rate>0.99"],
  },
};

// Every virtual user keeps one connection for five seconds, and sends four messages a second.
export default function () {
  const socket = new WebSocket(URL, null, { tags: { template: "websockets" } });
  socket.addEventListener("open", () => {
    const sending = setInterval(() => socket.send(String(Date.now())), 250);
    setTimeout(() => {
      clearInterval(sending);
      socket.close();
    }, 5000);
  });
  socket.addEventListener("message", ({ data }) => {
    roundTrip.add(Date.now() - Number(data));
    check(data, { "the echo is a time": (text) => Number(text) > 0 });
  });
  socket.addEventListener("error", ({ error }) => {
    failures.add(1);
    console.error(error);
  });
}
`;

const WS = `import { check } from "k6";
import { Trend } from "k6/metrics";
import ws from "k6/ws";

${ADDRESS}

const roundTrip = new Trend("round_trip", true);

export const options = {
  vus: 10,
  duration: "30s",
  thresholds: {
    round_trip: ["p(95)<200"],
    checks: ["rate>0.99"],
  },
};

// ws.connect() returns when the connection is closed: one connection at a time for every virtual user.
export default function () {
  const response = ws.connect(URL, { tags: { template: "ws" } }, (socket) => {
    socket.on("open", () => socket.setInterval(() => socket.send(String(Date.now())), 250));
    socket.on("message", (text) => roundTrip.add(Date.now() - Number(text)));
    socket.on("error", (e) => console.error(e.error()));
    socket.setTimeout(() => socket.close(), 5000);
  });
  check(response, { "the server speaks WebSocket": (r) => r && r.status === 101 });
}
`;

const PROTOCOL = `import { check, sleep } from "k6";
import { WebSocket } from "k6/websockets";

${ADDRESS}

export const options = {
  scenarios: {
    // Listeners stay connected.
    listeners: {
      executor: "constant-vus",
      exec: "listen",
      vus: 5,
      duration: "30s",
      gracefulStop: "5s",
    },
    // Senders come and go, so many every second, however slow the server is.
    senders: {
      executor: "ramping-arrival-rate",
      exec: "send",
      startTime: "5s",
      startRate: 1,
      timeUnit: "1s",
      preAllocatedVUs: 20,
      stages: [
        { duration: "10s", target: 10 },
        { duration: "10s", target: 10 },
      ],
    },
  },
  thresholds: {
    "checks{scenario:senders}": ["rate>0.99"],
    ws_connecting: ["p(95)<1000"],
  },
};

// Runs once, before everything else. What it returns, the functions below get.
export function setup() {
  return { greeting: "hello" };
}

export function listen() {
  const socket = new WebSocket(URL);
  socket.onopen = () => setTimeout(() => socket.close(), 10000);
  socket.onerror = ({ error }) => console.error(error);
}

export function send({ greeting }) {
  const text = greeting + " from " + __VU + " in iteration " + __ITER;
  const socket = new WebSocket(URL);
  socket.onopen = () => socket.send(text);
  socket.onmessage = ({ data }) => {
    check(data, { "the echo is right": (echo) => echo === text });
    socket.close();
  };
}

// Runs once, after everything else.
export function teardown() {
  sleep(1);
}
`;

/** The scripts by name. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  minimal: MINIMAL,
  protocol: PROTOCOL,
  websockets: WEBSOCKETS,
  ws: WS,
};
