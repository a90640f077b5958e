/** Properties whose getter or setter may pause: reads, writes, and reads followed by writes. */

import { emitUnnamed } from "./emit_functions.ts";
import type * as acorn from "acorn";
import { type Emission, type Emitters, placeOf } from "./emission.ts";
import { keyName, type Node, unparenthesized } from "./syntax.ts";

/** Emitters of accesses to properties. */
export const MEMBER_EMITTERS: Emitters = {
  MemberExpression(e, node) {
    if (e.site(node) === undefined) emitMember(e, node);
    else e.waitFor(node, () => emitMember(e, node));
  },
  UpdateExpression(e, node) {
    if (e.site(node) === undefined) return e.copyAround(node);
    const reference = new Reference(e, node.argument, node);
    const [updated, result] = [e.temp(), e.temp()];
    reference.emitParts();
    e.out.write(`${updated}=`, node.start);
    reference.emitRead();
    const { operator } = node;
    e.out.write(node.prefix ? `,${result}=${operator}${updated}` : `,${result}=${updated}${operator}`, node.start);
    reference.emitStore(updated);
    e.out.write(`,${result})`, node.start);
    e.out.blank(node.argument.end, node.end);
  },
};

/**
 * `object.key operator= value`, taken apart: the object, the key, the value that was there, the new value, the write.
 * The parts are evaluated in the language's order.
 */
export function emitWrite(e: Emission, node: acorn.AssignmentExpression): void {
  const reference = new Reference(e, node.left, node);
  const value = e.temp();
  const operator = node.operator.slice(0, -1);
  const isLogical = operator === "&&" || operator === "||" || operator === "??";
  reference.emitParts();
  if (!isLogical) e.out.write(`${value}=`, node.start);
  if (operator !== "") reference.emitRead();
  e.out.write(isLogical ? `${operator}(${value}=(0,` : operator === "" ? "(0," : `${operator}(`, node.start);
  e.out.blank(node.left.end, node.right.start);
  e.emit(node.right);
  e.out.write(")", node.start);
  reference.emitStore(value);
  e.out.write(isLogical ? `,${value}))` : `,${value})`, node.start);
}

/** The property that a reference stands for: its object and key are evaluated once. */
class Reference {
  readonly #e: Emission;
  readonly #member: acorn.MemberExpression;
  readonly #node: Node;
  readonly #object: string;
  readonly #key: string | undefined;

  /**
   * @param target The member expression, perhaps in parentheses.
   * @param node What assigns or updates it.
   */
  constructor(e: Emission, target: Node, node: Node) {
    this.#e = e;
    this.#member = unparenthesized(target) as acorn.MemberExpression;
    this.#node = node;
    this.#object = this.#member.object.type === "Super" ? "super" : e.temp();
    this.#key = this.#member.computed ? e.temp() : undefined;
  }

  /** Writes an opening parenthesis and the evaluation of object and key. */
  emitParts(): void {
    const { out } = this.#e;
    const { object, property } = this.#member;
    out.write("(", this.#node.start);
    if (object.type !== "Super") {
      out.write(`${this.#object}=`, object.start);
      this.#e.emit(object);
      out.write(",", object.start);
      out.blank(object.end, property.start);
    }
    if (this.#key === undefined) return;
    out.write(`${this.#key}=`, property.start);
    emitUnnamed(this.#e, property);
    out.write(",", property.start);
    out.blank(property.end, this.#member.end);
  }

  emitRead(): void {
    const read = () => this.#e.out.write(this.#text, placeOf(this.#member));
    if (this.#e.site(this.#node)?.reads) this.#e.waitFor(this.#node, read);
    else read();
  }

  emitStore(value: string): void {
    const { out, names, frame } = this.#e;
    const place = placeOf(this.#member);
    out.write(`,${this.#text}=${value}`, place);
    if (!this.#e.site(this.#node)?.writes) return;
    const receiver = this.#object === "super" ? "this" : this.#object;
    const key = this.#key ?? JSON.stringify(keyName(this.#member));
    const wait = frame.wait(`${names.ledger}.setterPause(${receiver},${key})`, this.#e.position(place));
    out.write(`,${names.ledger}.unclaimed===null||${wait}`, place);
  }

  get #text(): string {
    if (this.#key !== undefined) return `${this.#object}[${this.#key}]`;
    return `${this.#object}.${keyName(this.#member)}`;
  }
}

/** A member whose object may have been computed before, and found to be there. */
export function emitMember(e: Emission, node: acorn.MemberExpression): void {
  if (!e.substitutes.has(node.object)) return e.copyAround(node);
  e.emit(node.object);
  e.out.blank(node.object.end, node.property.start);
  e.out.write(node.computed ? "[" : ".", node.property.start);
  if (node.computed) e.emit(node.property);
  else e.out.copy(node.property.start, node.property.end);
  e.out.copy(node.property.end, node.end);
}
