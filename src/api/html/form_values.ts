/**
 * The values of form controls, and what a form would send.
 *
 * Differences from k6, which reads less than a browser: a checked box counts however `checked` is written, what is
 * disabled is not sent, a `select` without a choice has its first option's value, and the value of a `textarea` is its
 * text and not its HTML.
 */

import {
  ancestorNamed,
  attributeOf,
  descendantsOf,
  type ElementNode,
  type HtmlNode,
  isNamed,
  textOf,
} from "./nodes.ts";

/** The value of a control: one text, or several of a `select` that takes several. */
export type ControlValue = string | string[];

/** One control that a form sends. */
export interface FormValue {
  readonly name: string;
  readonly value: ControlValue;
}

/** What a button or a file is, is sent only when it is pressed or chosen. */
const NEVER_SENT: readonly string[] = ["submit", "button", "reset", "image", "file"];

/** The value of a control; `undefined` for elements that have none. */
export function valueOf(node: HtmlNode | undefined): ControlValue | undefined {
  if (isNamed(node, "input")) return attributeOf(node, "value") ?? (isCheckable(node) ? "on" : "");
  if (isNamed(node, "button")) return attributeOf(node, "value") ?? "";
  if (isNamed(node, "option")) return optionValue(node);
  if (isNamed(node, "textarea")) return textOf(node);
  return isNamed(node, "select") ? selectValue(node) : undefined;
}

/** The value of an option. */
export function optionValue(option: ElementNode): string {
  return attributeOf(option, "value") ?? textOf(option);
}

/** The options of a `select` or a `datalist`. */
export function optionsOf(list: HtmlNode): ElementNode[] {
  return descendantsOf(list).filter(({ name }) => name === "option");
}

/** The chosen options of a `select`. */
export function selectedOptions(select: ElementNode): ElementNode[] {
  const options = optionsOf(select);
  const chosen = options.filter((option) => attributeOf(option, "selected") !== undefined);
  if (attributeOf(select, "multiple") !== undefined) return chosen;
  const first = options.find((option) => !isDisabled(option));
  return chosen.slice(-1).concat(chosen.length === 0 && first !== undefined ? [first] : []);
}

/** The controls that belong to a form or a field set. */
export function controlsOf(container: HtmlNode): ElementNode[] {
  return descendantsOf(container).filter((element) => isNamed(element, "input", "select", "button", "textarea"));
}

/**
 * What elements would send.
 *
 * @param nodes Forms, whose controls count, or controls.
 * @returns The values in the order of the document.
 */
export function formValues(nodes: readonly HtmlNode[]): FormValue[] {
  const controls = nodes.flatMap((node) => isNamed(node, "form") ? descendantsOf(node) : []).concat(
    nodes.filter((node) => isNamed(node, "input", "select", "textarea", "keygen")) as ElementNode[],
  );
  return [...new Set(controls)].filter(isSent).map((control) => ({
    name: attributeOf(control, "name")!,
    value: valueOf(control) ?? "",
  }));
}

/** Values as the body of a request, sorted by name as k6 does. */
export function encodeFormValues(values: readonly FormValue[]): string {
  const pairs = values.flatMap(({ name, value }) => [value].flat().map((each): [string, string] => [name, each]));
  pairs.sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0);
  // Go writes `*` in its escaped form.
  return new URLSearchParams(pairs).toString().replaceAll("*", "%2A").replaceAll("%7E", "~");
}

function isSent(control: ElementNode): boolean {
  if (!isNamed(control, "input", "select", "textarea") || !attributeOf(control, "name") || isDisabled(control)) {
    return false;
  }
  if (control.name !== "input") return true;
  if (NEVER_SENT.includes(typeOf(control))) return false;
  return !isCheckable(control) || attributeOf(control, "checked") !== undefined;
}

/** Whether a control, or a field set or group around it, is switched off. */
export function isDisabled(control: ElementNode): boolean {
  if (attributeOf(control, "disabled") !== undefined) return true;
  const around = ancestorNamed(control, control.name === "option" ? "optgroup" : "fieldset");
  return around !== undefined && isDisabled(around);
}

function isCheckable(input: ElementNode): boolean {
  return ["checkbox", "radio"].includes(typeOf(input));
}

function typeOf(input: ElementNode): string {
  return attributeOf(input, "type")?.toLowerCase() ?? "text";
}

function selectValue(select: ElementNode): ControlValue {
  const values = selectedOptions(select).map(optionValue);
  return attributeOf(select, "multiple") === undefined ? values[0] ?? "" : values;
}
