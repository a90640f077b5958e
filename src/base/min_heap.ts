/** A binary heap of numbers: the smallest one is always at hand. */

/** See the top of this file. */
export class MinHeap {
  readonly #numbers: number[] = [];

  /** How many numbers are in it. */
  get size(): number {
    return this.#numbers.length;
  }

  /** Adds a number. */
  push(number: number): void {
    const heap = this.#numbers;
    let child = heap.push(number) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (heap[parent]! <= number) break;
      heap[child] = heap[parent]!;
      child = parent;
    }
    heap[child] = number;
  }

  /** Takes the smallest number out; `undefined` where there is none. */
  pop(): number | undefined {
    const heap = this.#numbers;
    const first = heap[0];
    const last = heap.pop();
    if (heap.length === 0 || last === undefined) return first;
    let parent = 0;
    for (;;) {
      let child = parent * 2 + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
      if (heap[child]! >= last) break;
      heap[parent] = heap[child]!;
      parent = child;
    }
    heap[parent] = last;
    return first;
  }
}
