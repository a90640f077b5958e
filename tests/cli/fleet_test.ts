/** Several processes that are parts of one test, started as k6's operator starts them: paused, then one after the other. */

import { assertEquals } from "../support/assert.ts";
import { ServedCommand } from "../support/served_command.ts";

const SCRIPT = `
  import { Counter } from "k6/metrics";
  const calls = { shared: new Counter("shared"), each: new Counter("each"), rate: new Counter("rate") };
  export const options = {
    scenarios: {
      shared: { executor: "shared-iterations", vus: 4, iterations: 40, exec: "shared" },
      each: { executor: "per-vu-iterations", vus: 5, iterations: 3, exec: "each" },
      rate: { executor: "constant-arrival-rate", rate: 50, duration: "1990ms", preAllocatedVUs: 6, exec: "rate" },
    },
  };
  export const shared = () => calls.shared.add(1);
  export const each = () => calls.each.add(1);
  export const rate = () => calls.rate.add(1);
  export function setup() { throw new Error("one setup is put to all"); }`;

const COUNTERS = ["shared", "each", "rate", "iterations"] as const;
const WHOLE = { shared: 40, each: 15, rate: 100, iterations: 155 };

/** What a part has counted, once it is through. */
async function counts({ api }: ServedCommand): Promise<Record<string, number>> {
  await api.untilStatus(9);
  const { body } = await api.get("/v1/metrics");
  const { data } = body as { data: { id: string; attributes: { sample: { count: number } } }[] };
  const count = (name: string): number => data.find(({ id }) => id === name)?.attributes.sample.count ?? 0;
  return Object.fromEntries(COUNTERS.map((name) => [name, count(name)]));
}

Deno.test("three parts that are started paused and released by PATCH add up to the whole test", async () => {
  const sequence = "0,1/3,2/3,1";
  const parts = await Promise.all(["0:1/3", "1/3:2/3", "2/3:1"].map((segment, index) =>
    ServedCommand.start(SCRIPT, [
      ...["--quiet", "--paused", "--linger", "--no-setup", "--no-teardown"],
      ...["--execution-segment", segment, "--execution-segment-sequence", sequence],
      ...["--tag", `instance_id=${index + 1}`],
    ])
  ));
  await using stack = new AsyncDisposableStack();
  for (const part of parts) stack.use(part);
  for (const { api } of parts) assertEquals((await api.untilStatus(4)).vus, 0);
  for (const { api } of parts) assertEquals((await api.ask("PUT", "/v1/setup", { shared: true })).status, 200);
  for (const { api } of parts) assertEquals((await api.patch({ paused: false })).status, 200);
  const own = await Promise.all(parts.map(counts));
  const sum = Object.fromEntries(COUNTERS.map((name) => [name, own.reduce((all, each) => all + each[name]!, 0)]));
  assertEquals(sum, WHOLE, JSON.stringify(own));
  for (const each of own) {
    for (const name of COUNTERS) assertEquals(each[name]! > 0, true, `${name} ${JSON.stringify(own)}`);
  }
  for (const part of parts) part.signal("SIGINT");
  assertEquals(await Promise.all(parts.map(async (part) => (await part.result()).code)), [0, 0, 0]);
});
