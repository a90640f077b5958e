/** The names that rewritten code uses beside the script's own. */

const PREFIX = "$$";

/** The VU's scope is the script's `globalThis`: so called, it is what the engine's messages may speak of. */
const SCOPE = "globalThis";

/** The script may have a binding of that name. What is written before a member is none. */
const OTHER_USE_REGEXP = /\bglobalThis\b(?!\s*\??\.[\w$]|\s*\[)|\\u/;

/** Names that occur nowhere in one module. */
export class CodeNames {
  /** The VU's `PauseLedger`. */
  readonly ledger: string;
  /** The class `Pause`. */
  readonly pause: string;
  /** `CODE_HELPERS`. */
  readonly helpers: string;
  /** The VU's scope object. */
  readonly scope: string;
  /** What the module's imports refer to. */
  readonly links: string;
  /** The module's `ModuleRecord`. */
  readonly record: string;
  /** The `AsyncCall` of an async function. */
  readonly call: string;
  /** The value of a call, while it is looked at. */
  readonly value: string;
  /** What the function is about to return. */
  readonly result: string;
  /** 1 once the function has paused. */
  readonly paused: string;
  /** What an `await` gave, until its turn comes. */
  readonly awaited: string;
  readonly label: string;
  readonly error: string;
  /** An element of a loop, before it is known to be none of ours. */
  readonly element: string;
  /** The object that `super()` gave. */
  readonly self: string;
  /** The arguments from the first on that cannot be bound before the function can wait. */
  readonly params: string;
  /** The binding of an anonymous default export. */
  readonly default: string;
  /** The number of an exported binding. */
  readonly index: string;
  readonly #prefix: string;

  /** @param source The module's text; names are lengthened until none of them can be in it. */
  constructor(source: string) {
    let prefix = PREFIX;
    for (let attempt = 0; source.includes(prefix); attempt++) prefix = `${PREFIX}${attempt}_`;
    this.#prefix = prefix;
    this.ledger = prefix;
    this.pause = `${prefix}P`;
    this.helpers = `${prefix}H`;
    this.scope = OTHER_USE_REGEXP.test(source) ? `${prefix}G` : SCOPE;
    this.links = `${prefix}m`;
    this.record = `${prefix}r`;
    this.call = `${prefix}c`;
    this.value = `${prefix}t`;
    this.result = `${prefix}v`;
    this.paused = `${prefix}a`;
    this.awaited = `${prefix}k`;
    this.label = `${prefix}L`;
    this.error = `${prefix}e`;
    this.element = `${prefix}x`;
    this.self = `${prefix}s`;
    this.params = `${prefix}p`;
    this.default = `${prefix}d`;
    this.index = `${prefix}i`;
  }

  /** A name of its own for a temporary value, or for a part of a class. */
  numbered(number: number): string {
    return this.#prefix + number;
  }
}
