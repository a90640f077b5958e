/** The function whose code is being written: how its code waits, and the temporary names that it needs. */

import type { CodeNames } from "./code_names.ts";

/** How code at some place waits for a pause; `none`: it cannot. */
export type WaitKind = "sync" | "async" | "generator" | "async-generator" | "module" | "none";

/** One function under construction. */
export class Frame {
  readonly kind: WaitKind;
  readonly temps: string[] = [];
  /** Names of the body's functions that it declares with `var`, too. */
  readonly conflicts: ReadonlySet<string>;
  readonly #names: CodeNames;

  constructor(kind: WaitKind, names: CodeNames, conflicts: ReadonlySet<string> = new Set()) {
    this.kind = kind;
    this.conflicts = conflicts;
    this.#names = names;
  }

  /** Takes a name for a temporary value; it is declared at the function's end. */
  temp(number: number): string {
    if (this.kind === "none") throw new Error("There is no place to declare a name here");
    const name = this.#names.numbered(number);
    this.temps.push(name);
    return name;
  }

  /** The declaration of the temporary names. */
  get declaration(): string {
    // The statement before it may be one without a semicolon.
    return this.temps.length === 0 ? "" : `;var ${this.temps.join(",")};`;
  }

  /**
   * Code that claims a pause and waits for it. Its value is that of the paused call.
   *
   * @param pause Code whose value is the pause.
   * @param site Where it is claimed.
   */
  wait(pause: string, site: number): string {
    const { ledger, call, paused } = this.#names;
    switch (this.kind) {
      case "sync":
        return `(${paused}=1,${ledger}.unbox(await ${ledger}.claim(${pause},${site})))`;
      case "async":
        return `${ledger}.unbox(await ${call}.claim(${pause},${site}))`;
      case "async-generator":
        return `${ledger}.unbox(await ${ledger}.claim(${pause},${site}))`;
      case "generator":
        return `(yield ${ledger}.pass(${pause},${site}),${ledger}.takeSent())`;
      case "module":
        return `(yield ${ledger}.pass(${pause},${site}))`;
      case "none":
        throw new Error("There is no way to wait here");
    }
  }

  /**
   * Statements that claim a pause and leave its outcome to the iterator that paused, which takes it from the ledger.
   *
   * @param pause Code whose value is the pause.
   * @param site Where it is claimed.
   */
  receive(pause: string, site: number): string {
    const { ledger, call, paused, error } = this.#names;
    switch (this.kind) {
      case "sync":
        return `${paused}=1;${ledger}.sent=await ${ledger}.claim(${pause},${site});`;
      case "async":
        return `${ledger}.sent=await ${call}.claim(${pause},${site});`;
      case "async-generator":
        return `${ledger}.sent=await ${ledger}.claim(${pause},${site});`;
      case "generator":
        // Whoever steps this generator leaves the outcome where the inner one looks for it.
        return `yield ${ledger}.pass(${pause},${site});`;
      case "module":
        return `try{${ledger}.sent=${ledger}.resumed(yield ${ledger}.pass(${pause},${site}))}` +
          `catch(${error}){${ledger}.sent=${ledger}.failed(${error})}`;
      case "none":
        throw new Error("There is no way to wait here");
    }
  }
}
