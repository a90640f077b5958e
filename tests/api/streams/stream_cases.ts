/** What streams do: reading, failures, writing, and sources and sinks that pause the VU. */

/** One stream. */
export interface StreamCase {
  readonly name: string;
  /** The body of an async function. */
  readonly body: string;
  readonly gives?: unknown;
  readonly throws?: string;
}

const LOCKED = "TypeError: stream is locked";
const MARK = "RangeError: highWaterMark must be a non-negative number";

/** The table. */
export const STREAM_CASES: readonly StreamCase[] = [
  // Reading.
  {
    name: "chunks in their order",
    body: `return drain(new ReadableStream({ start(c) { c.enqueue("a"); c.enqueue(1); c.close(); } }))`,
    gives: ["a", 1],
  },
  { name: "chunks that are pulled", body: `return drain(countTo(3))`, gives: [1, 2, 3] },
  {
    name: "chunks of an async pull",
    body:
      `let i = 0; return drain(new ReadableStream({ async pull(c) { await null; if (++i > 2) c.close(); else c.enqueue(i); } }))`,
    gives: [1, 2],
  },
  {
    name: "chunks of a timer",
    body:
      `return drain(new ReadableStream({ start(c) { let i = 0; const t = setInterval(() => { c.enqueue(i++); if (i === 3) { clearInterval(t); c.close(); } }, 1); } }))`,
    gives: [0, 1, 2],
  },
  {
    name: "a reader of its own",
    body: `return (await new ReadableStreamDefaultReader(countTo(1)).read()).value`,
    gives: 1,
  },
  {
    name: "a stream knows that it is read",
    body:
      `const s = countTo(1); const before = s.locked; const r = s.getReader(); const during = s.locked; r.releaseLock(); return [before, during, s.locked]`,
    gives: [false, true, false],
  },
  {
    name: "closed is settled with the stream",
    body: `const r = countTo(0).getReader(); await r.read(); return String(await r.closed)`,
    gives: "undefined",
  },
  {
    name: "as much is pulled as may wait",
    body:
      `let n = 0; new ReadableStream({ pull(c) { c.enqueue(++n); } }, { highWaterMark: 3 }); for (let i = 0; i < 20; i++) await null; return n`,
    gives: 3,
  },
  {
    name: "sizes of chunks",
    body:
      `let c; new ReadableStream({ start(x) { c = x; } }, { highWaterMark: 10, size: (s) => s.length }); c.enqueue("abc"); return c.desiredSize`,
    gives: 7,
  },
  {
    name: "a strategy that counts",
    body:
      `const s = new CountQueuingStrategy({ highWaterMark: 2 }); let c; new ReadableStream({ start(x) { c = x; } }, s); return [s.highWaterMark, s.size("xxx"), c.desiredSize]`,
    gives: [2, 1, 2],
  },
  {
    name: "cancelled by the stream",
    body: `let why; await new ReadableStream({ cancel(x) { why = x; } }).cancel("enough"); return why`,
    gives: "enough",
  },
  {
    name: "cancelled by the reader",
    body:
      `let why; const r = new ReadableStream({ cancel(x) { why = x; } }).getReader(); await r.cancel(7); return [why, (await r.read()).done]`,
    gives: [7, true],
  },
  {
    name: "two of one",
    body: `const [a, b] = countTo(2).tee(); return [await drain(a), await drain(b)]`,
    gives: [[1, 2], [1, 2]],
  },
  {
    name: "for await",
    body: `const chunks = []; for await (const x of countTo(2)) chunks.push(x); return chunks`,
    gives: [1, 2],
  },
  {
    name: "an instance of its class",
    body:
      `const s = countTo(1); return [s instanceof ReadableStream, s.getReader() instanceof ReadableStreamDefaultReader]`,
    gives: [true, true],
  },
  // Failures.
  {
    name: "a stream that fails",
    body: `await drain(new ReadableStream({ start(c) { c.error(new Error("boom")); } }))`,
    throws: "Error: boom",
  },
  {
    name: "a pull that throws",
    body: `await drain(new ReadableStream({ pull() { throw new Error("boom"); } }))`,
    throws: "Error: boom",
  },
  {
    name: "a start that throws",
    body: `new ReadableStream({ start() { throw new Error("boom"); } })`,
    throws: "Error: boom",
  },
  {
    name: "a start that rejects",
    body: `await drain(new ReadableStream({ start: () => Promise.reject("no") }))`,
    throws: "no",
  },
  { name: "read twice", body: `const s = countTo(1); s.getReader(); s.getReader()`, throws: LOCKED },
  { name: "split while it is read", body: `const s = countTo(1); s.getReader(); s.tee()`, throws: LOCKED },
  {
    name: "cancelled while it is read",
    body: `const s = countTo(1); s.getReader(); await s.cancel()`,
    throws: "TypeError: cannot cancel a locked stream",
  },
  {
    name: "a chunk behind the end",
    body: `let c; new ReadableStream({ start(x) { c = x; } }); c.close(); c.enqueue(1)`,
    throws: "TypeError: cannot close or enqueue",
  },
  {
    name: "a second end",
    body: `let c; new ReadableStream({ start(x) { c = x; } }); c.close(); c.close()`,
    throws: "TypeError: cannot close or enqueue",
  },
  {
    name: "a size that is none",
    body: `let c; new ReadableStream({ start(x) { c = x; } }, { size: () => -1 }); c.enqueue(1)`,
    throws: "RangeError: size must be a finite, non-NaN number",
  },
  { name: "a mark below nothing", body: `new ReadableStream({}, { highWaterMark: -1 })`, throws: MARK },
  { name: "a mark that is none", body: `new ReadableStream({}, { highWaterMark: "x" })`, throws: MARK },
  {
    name: "a source that is none",
    body: `new ReadableStream(null)`,
    throws: "TypeError: underlyingSource must be an object",
  },
  {
    name: "a start that is none",
    body: `new ReadableStream({ start: 5 })`,
    throws: "TypeError: underlyingSource.[[start]] must be a function",
  },
  {
    name: "a source of bytes",
    body: `new ReadableStream({ type: "bytes" })`,
    throws: "GoError: NotSupportedError:'bytes' stream is not supported yet",
  },
  {
    name: "a source of another type",
    body: `new ReadableStream({ type: "x" })`,
    throws: "TypeError: invalid underlying source type",
  },
  {
    name: "a reader of bytes",
    body: `new ReadableStream().getReader({ mode: "byob" })`,
    throws: "GoError: NotSupportedError:'byob' mode is not supported yet",
  },
  {
    name: "a strategy of nothing",
    body: `new CountQueuingStrategy()`,
    throws: "TypeError: CountQueuingStrategy takes a single argument",
  },
  {
    name: "a strategy without a mark",
    body: `new CountQueuingStrategy({})`,
    throws: "TypeError: CountQueuingStrategy argument must have 'highWaterMark' property",
  },
  // Writing.
  {
    name: "chunks that are written",
    body:
      `const got = []; const w = new WritableStream({ write(x) { got.push(x); }, close() { got.push("end"); } }).getWriter(); w.write(1); w.write(2); await w.close(); return got`,
    gives: [1, 2, "end"],
  },
  {
    name: "a writer of its own",
    body:
      `const got = []; const w = new WritableStreamDefaultWriter(new WritableStream({ write(x) { got.push(x); } })); await w.write(1); return [got, w.desiredSize]`,
    gives: [[1], 1],
  },
  {
    name: "one chunk after the other",
    body:
      `const got = []; const w = new WritableStream({ async write(x) { got.push("<" + x); await null; got.push(x + ">"); } }).getWriter(); w.write(1); await w.write(2); return got.join(" ")`,
    gives: "<1 1> <2 2>",
  },
  {
    name: "given up",
    body:
      `let why; const w = new WritableStream({ abort(x) { why = x; } }).getWriter(); await w.abort("enough"); return why`,
    gives: "enough",
  },
  {
    name: "a sink that throws",
    body: `await new WritableStream({ write() { throw new Error("boom"); } }).getWriter().write(1)`,
    throws: "Error: boom",
  },
  {
    name: "a sink that fails",
    body: `const w = new WritableStream({ start(c) { c.error(new Error("boom")); } }).getWriter(); await w.closed`,
    throws: "Error: boom",
  },
  { name: "written by two", body: `const s = new WritableStream(); s.getWriter(); s.getWriter()`, throws: LOCKED },
  { name: "a sink that is none", body: `new WritableStream(5)`, throws: "TypeError: underlyingSink must be an object" },
  {
    name: "from one into the other",
    body: `const got = []; await countTo(3).pipeTo(new WritableStream({ write(x) { got.push(x); } })); return got`,
    gives: [1, 2, 3],
  },
  // Pauses.
  {
    name: "a start that pauses",
    body:
      `const s = new ReadableStream({ start(c) { log.push("start"); sleep(0.001); log.push("slept"); c.enqueue(1); c.close(); } }); log.push("made"); return [...log.splice(0), ...await drain(s)]`,
    gives: ["start", "slept", "made", 1],
  },
  {
    name: "a pull that pauses",
    body:
      `let i = 0; return drain(new ReadableStream({ pull(c) { sleep(0.001); if (++i > 3) c.close(); else c.enqueue(i); } }))`,
    gives: [1, 2, 3],
  },
  {
    name: "a read that pauses at once",
    body:
      `const s = countTo(9, { pull(c) { log.push("pull"); sleep(0.001); log.push("slept"); c.enqueue(1); } }, { highWaterMark: 0 }); const r = s.getReader(); for (let i = 0; i < 5; i++) await null; const p = r.read(); log.push("asked"); await p; return log.splice(0)`,
    gives: ["pull", "slept", "asked"],
  },
  {
    name: "a cancel that pauses",
    body:
      `const s = new ReadableStream({ cancel() { sleep(0.001); log.push("cancelled"); } }); const p = s.cancel(); log.push("asked"); await p; return log.splice(0)`,
    gives: ["cancelled", "asked"],
  },
  {
    name: "a pull that throws after a pause",
    body: `await drain(new ReadableStream({ pull() { sleep(0.001); throw new Error("boom"); } }))`,
    throws: "Error: boom",
  },
  {
    name: "a start that throws after a pause",
    body: `await drain(new ReadableStream({ start() { sleep(0.001); throw new Error("boom"); } }))`,
    throws: "Error: boom",
  },
  {
    name: "a sink that pauses",
    body:
      `const got = []; const w = new WritableStream({ write(x) { got.push("<" + x); sleep(0.001); got.push(x + ">"); } }).getWriter(); await w.ready; w.write(1); got.push("asked"); await w.write(2); return got.join(" ")`,
    gives: "<1 1> asked <2 2>",
  },
  {
    name: "a pipe that pauses at both ends",
    body:
      `const got = []; let i = 0; await new ReadableStream({ pull(c) { sleep(0.001); if (++i > 2) c.close(); else c.enqueue(i); } }).pipeTo(new WritableStream({ write(x) { sleep(0.001); got.push(x); } })); return got`,
    gives: [1, 2],
  },
  {
    name: "while the VU sleeps, nothing is pulled",
    body:
      `let n = 0; new ReadableStream({ pull(c) { c.enqueue(++n); } }, { highWaterMark: 5 }); sleep(0.005); const slept = n; for (let i = 0; i < 20; i++) await null; return [slept, n]`,
    gives: [0, 5],
  },
  {
    name: "while the VU sleeps, nobody is told of a chunk",
    body:
      `const s = countTo(1); s.getReader().read().then(() => log.push("read")); sleep(0.005); log.push("slept"); for (let i = 0; i < 9; i++) await null; return log.splice(0)`,
    gives: ["slept", "read"],
  },
];
