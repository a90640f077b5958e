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
  get(name: string, create: () => readonly string[]): SharedElements {
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

function pack(elements: readonly string[]): PackedElements {
  const encoder = new TextEncoder();
  const encoded = elements.map((element) => encoder.encode(element));
  const bytes = new SharedArrayBuffer(encoded.reduce((size, element) => size + element.byteLength, 0));
  // Offsets as doubles: 32 bits end at 4 GB.
  const ends = new SharedArrayBuffer(8 * elements.length);
  const byteView = new Uint8Array(bytes);
  const endView = new Float64Array(ends);
  let position = 0;
  encoded.forEach((element, index) => {
    byteView.set(element, position);
    position += element.byteLength;
    endView[index] = position;
  });
  return { bytes, ends };
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
