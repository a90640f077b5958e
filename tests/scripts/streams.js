// k6/experimental/streams: a source, its reader, a strategy.
import { CountQueuingStrategy, ReadableStream } from "k6/experimental/streams";
export const options = { iterations: 1 };
export default async function () {
  let n = 0;
  const stream = new ReadableStream({
    start() {},
    pull(controller) {
      controller.enqueue(++n);
      if (n === 3) controller.close();
    },
  }, new CountQueuingStrategy({ highWaterMark: 1 }));
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    console.log(value);
  }
  reader.releaseLock();
  const failing = new ReadableStream({ start(controller) { controller.error(new Error("broken")); } });
  try {
    await failing.getReader().read();
  } catch (error) {
    console.log(String(error));
  }
}
