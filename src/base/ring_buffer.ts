/** A growing first-in, first-out queue without allocation per element. */

const NO_SLOTS: never[] = [];
const FEWEST_SLOTS = 8;

/** A FIFO queue over a circular array whose length is a power of two. */
export class RingBuffer<T> {
  /** Empty until the first element comes: most queues of most owners never see one. */
  #slots: (T | undefined)[] = NO_SLOTS;
  #head = 0;
  #size = 0;

  /** @param capacity Slots to start with, rounded up to a power of two. Default: none until the first element comes. */
  constructor(capacity = 0) {
    if (capacity === 0) return;
    let slots = 2;
    while (slots < capacity) slots *= 2;
    this.#slots = new Array(slots).fill(undefined);
  }

  /** How many elements wait. */
  get size(): number {
    return this.#size;
  }

  /** Adds an element at the end. */
  push(element: T): void {
    if (this.#size === this.#slots.length) this.#grow();
    this.#slots[(this.#head + this.#size) & (this.#slots.length - 1)] = element;
    this.#size++;
  }

  /** Takes the oldest element; `undefined` when the queue is empty. */
  shift(): T | undefined {
    if (this.#size === 0) return undefined;
    const element = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head = (this.#head + 1) & (this.#slots.length - 1);
    this.#size--;
    return element;
  }

  /** Forgets all elements and gives a large backing array back. */
  clear(): void {
    this.#slots = NO_SLOTS;
    this.#head = 0;
    this.#size = 0;
  }

  #grow(): void {
    const old = this.#slots;
    const slots: (T | undefined)[] = new Array(Math.max(FEWEST_SLOTS, old.length * 2)).fill(undefined);
    for (let i = 0; i < this.#size; i++) slots[i] = old[(this.#head + i) & (old.length - 1)];
    this.#slots = slots;
    this.#head = 0;
  }
}
