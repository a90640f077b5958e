/** The data of `SharedArray`s: made once per process, kept once, read by all threads. */

import type { SharedElements } from "../api/mod.ts";

/** One array as it travels between threads: the UTF-8 of all elements, and where each one ends. */
export interface PackedElements {
  readonly bytes: SharedArrayBuffer;
  readonly ends: SharedArrayBuffer;
}

/** All arrays of a process, by name. */
export class SharedData {
  readonly #arrays = new Map<string, PackedElementsView>();

  /** @param arrays What another thread has made. */
  constructor(arrays: ReadonlyMap<string, PackedElements> = new Map()) {
    for (const [name, packed] of arrays) this.#arrays.set(name, new PackedElementsView(packed));
  }

  /** The array of that name, made by `create` if there is none. */
  get(name: string, create: () => Iterable<string>): SharedElements {
    const known = this.#arrays.get(name);
    if (known !== undefined) return known;
    const view = new PackedElementsView(pack(create()));
    this.#arrays.set(name, view);
    return view;
  }

  /** All arrays, for another thread. */
  export(): Map<string, PackedElements> {
    return new Map([...this.#arrays].map(([name, view]) => [name, view.packed]));
  }
}

/** Elements are written one behind the other as they come: a large file is never there as texts. */
function pack(elements: Iterable<string>): PackedElements {
  const encoder = new TextEncoder();
  const ends: number[] = [];
  let buffer = new Uint8Array(64 * 1024);
  let position = 0;
  for (const element of elements) {
    // A UTF-16 unit takes three bytes at most.
    if (position + 3 * element.length > buffer.length) {
      const larger = new Uint8Array(2 * buffer.length + 3 * element.length);
      larger.set(buffer.subarray(0, position));
      buffer = larger;
    }
    position += encoder.encodeInto(element, buffer.subarray(position)).written;
    ends.push(position);
  }
  const bytes = new SharedArrayBuffer(position);
  new Uint8Array(bytes).set(buffer.subarray(0, position));
  // Offsets as doubles: 32 bits end at 4 GB.
  const offsets = new SharedArrayBuffer(8 * ends.length);
  new Float64Array(offsets).set(ends);
  return { bytes, ends: offsets };
}

class PackedElementsView implements SharedElements {
  readonly packed: PackedElements;
  readonly #bytes: Uint8Array;
  readonly #ends: Float64Array;
  readonly #decoder = new TextDecoder();

  constructor(packed: PackedElements) {
    this.packed = packed;
    this.#bytes = new Uint8Array(packed.bytes);
    this.#ends = new Float64Array(packed.ends);
  }

  get length(): number {
    return this.#ends.length;
  }

  at(index: number): string {
    const start = index === 0 ? 0 : this.#ends[index - 1];
    // Copied out first: a decoder refuses shared memory.
    return this.#decoder.decode(this.#bytes.slice(start, this.#ends[index]));
  }
}
