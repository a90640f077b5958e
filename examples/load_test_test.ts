// A load test among unit tests, without a script. Run it: deno test -A examples/load_test_test.ts
import { loadTest } from "@squall/squall";

/** A server to be tested: it echoes, and a bad one forgets every second message. */
function startServer({ isBad = false } = {}) {
  return Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const { socket, response } = Deno.upgradeWebSocket(request);
    let count = 0;
    socket.onmessage = ({ data }) => {
      count += 1;
      if (!isBad || count % 2 === 1) socket.send(data);
    };
    return response;
  });
}

function loadEcho(url: string) {
  return loadTest({
    options: {
      vus: 10,
      iterations: 30,
      thresholds: { checks: ["rate==1"], round_trip: ["p(95)<1000"] },
    },
    metrics: { round_trip: { type: "trend", contains: "time" } },
    async default(vu) {
      const answers: string[] = [];
      await vu.connect(url, { tags: { kind: "echo" } }, (socket) => {
        let sent = 0;
        socket.on("open", () => {
          sent = performance.now();
          socket.send("one");
          socket.send("two");
        });
        socket.on("message", (message) => {
          vu.metrics.round_trip.add(performance.now() - sent);
          answers.push(message);
          if (answers.length === 2) socket.close();
        });
        socket.setTimeout(() => socket.close(), 500);
      });
      vu.check(answers, { "both were answered": ({ length }) => length === 2 });
    },
  }, { log: () => {} });
}

Deno.test("the echo bears ten users", async () => {
  await using server = startServer();
  const { passed, error, text } = await loadEcho(`ws://127.0.0.1:${server.addr.port}`);
  if (!passed) throw new Error(`${error}\n${text}`);
});

Deno.test("a crossed threshold fails the test of a bad server", async () => {
  await using server = startServer({ isBad: true });
  const { passed, error } = await loadEcho(`ws://127.0.0.1:${server.addr.port}`);
  if (passed || error !== "thresholds on metrics 'checks' have been crossed") throw new Error(error);
});
