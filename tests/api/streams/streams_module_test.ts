/** `k6/experimental/streams`: what streams do, in which order, and that nothing of them runs while the VU is paused. */

import { assertEquals } from "../../support/assert.ts";
import { runScript } from "../../support/run_script.ts";
import { STREAM_CASES } from "./stream_cases.ts";

const HEAD = `import {
  CountQueuingStrategy, ReadableStream, ReadableStreamDefaultReader, WritableStream, WritableStreamDefaultWriter,
} from "k6/experimental/streams";
import { sleep } from "k6";
const log = [];
async function drain(stream) {
  const reader = stream.getReader();
  const chunks = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks;
    chunks.push(value);
  }
}
function countTo(end, source = {}, strategy = undefined) {
  let count = 0;
  return new ReadableStream({ pull(c) { if (count < end) c.enqueue(++count); else c.close(); }, ...source }, strategy);
}
`;

const RUN = `
export default async function () {
  for (const run of cases) {
    let outcome;
    try { outcome = { gives: await run() }; } catch (error) { outcome = { throws: String(error) }; }
    console.log(JSON.stringify(outcome));
  }
}`;

for (const pausing of ["analysis", "every-call"] as const) {
  Deno.test(`streams do what they do on the platform, and what they call may pause (${pausing})`, async (t) => {
    const cases = STREAM_CASES.map(({ body }) => `async () => { ${body}; }`).join(",\n");
    const { lines, errors } = await runScript(`${HEAD}const cases = [${cases}];${RUN}`, { settings: { pausing } });
    assertEquals(errors, []);
    assertEquals(lines.length, STREAM_CASES.length);
    for (const [index, { name, gives, throws }] of STREAM_CASES.entries()) {
      const expected = throws !== undefined ? { throws } : gives === undefined ? {} : { gives };
      await t.step(name, () => assertEquals(JSON.parse(lines[index]!), expected));
    }
  });
}

Deno.test("a read that nothing can settle does not hold the iteration, as in k6", async () => {
  const { lines, errors } = await runScript(
    `${HEAD}export default function () {
      new ReadableStream().getReader().read().then(() => console.log("never"));
      console.log("end");
    }`,
    { options: { iterations: 2 } },
  );
  assertEquals({ lines, errors }, { lines: ["end", "end"], errors: [] });
});

Deno.test("a read that fails and that nobody handles fails the iteration", async () => {
  const { errors } = await runScript(
    `${HEAD}export default function () {
      new ReadableStream({ pull() { throw new Error("boom"); } }).getReader().read();
    }`,
  );
  assertEquals(errors.map((text) => text.split("\n")[0]), ["Uncaught (in promise) Error: boom"]);
});

Deno.test("a size that pauses cannot be waited for, and is noticed", async () => {
  const { errors } = await runScript(
    `${HEAD}export default function () {
      new ReadableStream({ start(c) { c.enqueue(1); } }, { size: () => { sleep(0.001); return 1; } });
      console.log("not reached");
    }`,
  );
  assertEquals(errors.length, 1);
  assertEquals(errors[0]!.startsWith("PauseError: cannot pause here: sleep()"), true, errors[0]);
});
