/** One module's code under construction, and the walk that writes it. */

import type * as acorn from "acorn";
import type { BoundModule } from "./bind_walk.ts";
import type { CodeNames } from "./code_names.ts";
import type { CodeWriter } from "./code_writer.ts";
import { Frame } from "./frame.ts";
import type { ModulePlan, Site } from "./module_plan.ts";
import type { ReferenceTexts } from "./reference_texts.ts";
import { lastNotAfter } from "../stack/source_position.ts";
import { childrenOf, type Node } from "./syntax.ts";

/** Writes the code of the nodes of one type. */
export type Emitter<N extends Node> = (e: Emission, node: N) => void;

/** Emitters by type of node; the text of other types is copied around their children. */
export type Emitters = { readonly [Type in Node["type"]]?: Emitter<Extract<Node, { type: Type }>> };

/** What an {@linkcode Emission} works on. */
export interface EmissionOptions {
  readonly source: string;
  readonly bound: BoundModule;
  readonly plan: ModulePlan;
  readonly names: CodeNames;
  readonly references: ReferenceTexts;
  /** The position of the module's first character, counted over all modules. */
  readonly base: number;
  readonly out: CodeWriter;
  /** The offsets of the nodes that are not copied as they are, outside of functions that may pause. */
  readonly changedPlaces: Uint32Array;
}

const STATEMENT_LISTS: ReadonlySet<string> = new Set(["Program", "BlockStatement", "StaticBlock", "SwitchCase"]);

/** The walk. */
export class Emission {
  readonly source: string;
  readonly bound: BoundModule;
  readonly plan: ModulePlan;
  readonly names: CodeNames;
  readonly references: ReferenceTexts;
  readonly out: CodeWriter;
  /** The function that the walk is in. */
  frame: Frame;
  /** Nodes whose value has been computed before: the names that hold it. */
  readonly substitutes = new Map<Node, string>();
  /** Calls of methods that have been read before: the names that hold the objects. */
  readonly receivers = new Map<Node, string>();
  /** Code for the start of blocks. */
  readonly blockStarts = new Map<Node, string>();
  /** The methods that run the field initialisers of the class that the walk is in, where these have to wait. */
  deferredFields: readonly string[] = [];
  /** Whether the constructor that the walk is in has to know the object that `super()` gives. */
  tracksSelf = false;
  readonly #base: number;
  readonly #changedPlaces: Uint32Array;
  readonly #emitters: Emitters;
  #lastNumber = 0;

  constructor(options: EmissionOptions, emitters: Emitters) {
    this.source = options.source;
    this.bound = options.bound;
    this.plan = options.plan;
    this.names = options.names;
    this.references = options.references;
    this.out = options.out;
    this.#base = options.base;
    this.#changedPlaces = options.changedPlaces;
    this.#emitters = emitters;
    this.frame = new Frame("module", options.names);
  }

  /** Writes the code of a node. */
  emit(node: Node): void {
    const substitute = this.substitutes.get(node);
    if (substitute !== undefined) return this.out.write(substitute, node.start);
    if (this.#isUntouched(node)) return this.out.copy(node.start, node.end);
    const emitter = this.#emitters[node.type] as Emitter<Node> | undefined;
    if (emitter === undefined) this.copyAround(node);
    else emitter(this, node);
  }

  /** Copies the text of a node around its children, which are emitted. */
  copyAround(node: Node, from = node.start, to = node.end): void {
    let at = from;
    const blockStart = this.blockStarts.get(node);
    if (blockStart !== undefined) {
      this.out.copy(at, ++at);
      this.out.writeSeam(blockStart);
    }
    const isList = STATEMENT_LISTS.has(node.type);
    for (const child of childrenOf(node)) {
      this.out.copy(at, child.start);
      // What begins with a parenthesis now must not become the arguments of what stands before it.
      if (isList && child.type === "ExpressionStatement" && !child.directive && !this.#isUntouched(child)) {
        this.out.write(";", child.start);
      }
      this.emit(child);
      at = child.end;
    }
    this.out.copy(at, to);
  }

  /** Emits with another function as the current one. */
  within(frame: Frame, emit: () => void): void {
    const outer = this.frame;
    this.frame = frame;
    emit();
    this.frame = outer;
  }

  site(node: Node): Site | undefined {
    return this.plan.sites.get(node);
  }

  /** A position of the module as it is counted over all modules. */
  position(offset: number): number {
    return this.#base + offset;
  }

  /** A name for a temporary value of the current function. */
  temp(): string {
    return this.frame.temp(++this.#lastNumber);
  }

  /** A name for a part of a class. */
  partName(): string {
    return this.names.numbered(++this.#lastNumber);
  }

  /**
   * Code that waits if the value of what `emit` writes is a pause.
   *
   * @param node The place that claims the pause.
   */
  waitFor(node: Node, emit: () => void): void {
    const { value, pause } = this.names;
    const place = placeOf(node);
    this.out.write(`((${value}=`, place);
    emit();
    const wait = this.frame.wait(value, this.position(place));
    this.out.write(`)instanceof ${pause}?${wait}:${value})`, place);
  }

  #isUntouched({ start, end }: Node): boolean {
    const canTell = this.frame.kind === "none" || (this.frame.kind === "module" && !this.bound.topLevelAwait);
    if (!canTell) return false;
    const last = lastNotAfter(this.#changedPlaces, end - 1);
    return last < 0 || this.#changedPlaces[last]! < start;
  }
}

/** Where errors say that a call is: at the method's name, like the engine. */
export function placeOf(node: Node): number {
  if (node.type === "CallExpression") return calleePlace(node.callee);
  if (node.type === "TaggedTemplateExpression") return calleePlace(node.tag);
  return node.type === "MemberExpression" ? calleePlace(node) : node.start;
}

function calleePlace(callee: acorn.Expression | acorn.Super): number {
  return callee.type === "MemberExpression" && !callee.computed ? callee.property.start : callee.start;
}
