/** Names to addresses, as k6's `dns` option asks for: kept for a while, one chosen per family. */

import { lookup } from "node:dns";
import type { Clock } from "../../base/mod.ts";
import type { DnsPolicy, DnsSelect, DnsSettings } from "../network_policy.ts";
import { DialError } from "./dial_error.ts";
import { lookupErrorText } from "./go_error.ts";

/** An address as the system's resolver gives it. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Asks the system for all addresses of a name. Rejects with its error. */
export type Lookup = (hostname: string) => Promise<readonly ResolvedAddress[]>;

interface Answer {
  readonly addresses: readonly ResolvedAddress[];
  readonly asked: number;
  /** Dials so far, for turns. */
  uses: number;
}

/** Which families to dial, in order; each group yields one address. */
const FAMILIES: Readonly<Record<DnsPolicy, readonly (readonly number[])[]>> = {
  preferIPv4: [[4], [6]],
  preferIPv6: [[6], [4]],
  onlyIPv4: [[4]],
  onlyIPv6: [[6]],
  any: [[4, 6]],
};

/** Answers that are kept. */
const MOST_ANSWERS = 1024;

/** Resolves names and keeps the answers. One per thread. */
export class NameResolver {
  readonly #clock: Clock;
  readonly #lookup: Lookup;
  readonly #random: () => number;
  readonly #answers = new Map<string, Answer>();
  readonly #questions = new Map<string, Promise<Answer>>();

  /**
   * @param clock For the age of answers.
   * @param lookUp Default: the system's resolver.
   * @param random Chooses where `select` is `random`: at least 0, less than 1.
   */
  constructor(clock: Clock, lookUp: Lookup = lookUpBySystem, random: () => number = Math.random) {
    this.#clock = clock;
    this.#lookup = lookUp;
    this.#random = random;
  }

  /**
   * The addresses to dial, the one to prefer first: one, or one of each family.
   *
   * @param hostname The name.
   * @param dns How to choose, and how long to keep answers.
   * @throws {DialError} When the name has no address of a family asked for.
   */
  async resolve(hostname: string, dns: DnsSettings): Promise<string[]> {
    const answer = this.#fresh(hostname, dns.ttl) ?? await this.#ask(hostname);
    const turn = answer.uses++;
    const chosen = FAMILIES[dns.policy].flatMap((families) => {
      const candidates = answer.addresses.filter(({ family }) => families.includes(family));
      return candidates.length === 0 ? [] : [candidates[this.#index(dns.select, candidates.length, turn)]!.address];
    });
    if (chosen.length === 0) throw new DialError(`lookup ${hostname}: no such host`);
    return chosen;
  }

  #fresh(hostname: string, ttl: number): Answer | undefined {
    const answer = this.#answers.get(hostname);
    return answer !== undefined && this.#clock.now() - answer.asked < ttl ? answer : undefined;
  }

  /** Dials that start together share one question. */
  #ask(hostname: string): Promise<Answer> {
    let question = this.#questions.get(hostname);
    if (question !== undefined) return question;
    question = this.#askSystem(hostname).finally(() => this.#questions.delete(hostname));
    this.#questions.set(hostname, question);
    return question;
  }

  async #askSystem(hostname: string): Promise<Answer> {
    const asked = this.#clock.now();
    try {
      const answer = { addresses: await this.#lookup(hostname), asked, uses: 0 };
      // A server may redirect to ever new names: the answer that is oldest makes room.
      if (this.#answers.size >= MOST_ANSWERS) this.#answers.delete(this.#answers.keys().next().value!);
      this.#answers.delete(hostname);
      this.#answers.set(hostname, answer);
      return answer;
    } catch (error) {
      throw new DialError(lookupErrorText(error as Error, hostname), { cause: error });
    }
  }

  #index(select: DnsSelect, count: number, turn: number): number {
    if (select === "first") return 0;
    return select === "random" ? Math.floor(this.#random() * count) : turn % count;
  }
}

function lookUpBySystem(hostname: string): Promise<readonly ResolvedAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(hostname, { all: true }, (error, addresses) => error === null ? resolve(addresses) : reject(error));
  });
}
