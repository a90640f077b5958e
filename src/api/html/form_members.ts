/** Members of elements that have to do with forms. */

import type { Member } from "./element.ts";
import { choice, type Members, texts } from "./element_members.ts";
import { addressOf } from "./element_members.ts";
import { controlsOf, isDisabled, optionsOf, optionValue, selectedOptions, valueOf } from "./form_values.ts";
import { ancestorNamed, attributeOf, descendantsOf, type ElementNode, isNamed, rootOf, textOf } from "./nodes.ts";

const ENCODINGS = "application/x-www-form-urlencoded multipart/form-data text/plain";
const URL_ENCODED = "application/x-www-form-urlencoded";

/** Whether a browser fills something in. */
export const AUTOCOMPLETE: Members = choice("autocomplete", "on off", "on");

const METHOD = choice("method", "get post dialog", "get");
const ENCTYPE = choice("enctype", ENCODINGS, URL_ENCODED);

/** The form that a control belongs to. */
export const FORM: Members = { form: (node, { face }) => face(formOf(node)) };

/** The labels of a control. */
export const LABELS: Members = { labels: (node, { faces }) => faces(labelsOf(node)) };

/** What a form is. */
export const FORM_MEMBERS: Members = {
  ...texts("name target"),
  ...AUTOCOMPLETE,
  ...METHOD,
  ...ENCTYPE,
  encoding: ENCTYPE.enctype!,
  acceptCharset: (node) => attributeOf(node, "accept-charset") ?? "",
  action: addressOf("action"),
  noValidate: (node) => attributeOf(node, "novalidate") !== undefined,
  elements: (node, { faces }) => faces(controlsOf(node)),
  length: (node) => controlsOf(node).length,
};

/** What buttons and inputs say about the form that they send. */
export const SENDING_MEMBERS: Members = {
  ...FORM,
  ...LABELS,
  ...texts("name"),
  formAction: ofForm("formaction", "action", addressOf("formaction")),
  formEnctype: ofForm("formenctype", "enctype", choice("formEnctype", ENCODINGS, URL_ENCODED).formEnctype!),
  formMethod: ofForm("formmethod", "method", choice("formMethod", "get post dialog", "get").formMethod!),
  formTarget: ofForm("formtarget", "target", texts("formTarget").formTarget!),
  formNoValidate: (node) =>
    attributeOf(node, "formnovalidate") !== undefined || attributeOf(formOf(node), "novalidate") !== undefined,
};

/** What a `select` is. */
export const SELECT_MEMBERS: Members = {
  length: (node) => optionsOf(node).length,
  options: (node, { faces }) => faces(optionsOf(node)),
  selectedIndex: (node) => optionsOf(node).indexOf(selectedOptions(node)[0]!),
  selectedOptions: (node, { faces }) => faces(selectedOptions(node)),
  size: (node) => Number(attributeOf(node, "size")) || (attributeOf(node, "multiple") === undefined ? 1 : 4),
  type: (node) => attributeOf(node, "multiple") === undefined ? "select" : "select-multiple",
  value: (node) => [valueOf(node)].flat()[0] ?? "",
};

/** What an option is. */
export const OPTION_MEMBERS: Members = {
  defaultSelected: (node) => attributeOf(node, "selected") !== undefined,
  disabled: isDisabled,
  form: (node, { face }) => face(formOf(selectOf(node) ?? node)),
  index: (node) => optionsOf(selectOf(node) ?? node).indexOf(node) < 0 ? 0 : optionsOf(selectOf(node)!).indexOf(node),
  label: (node) => attributeOf(node, "label") ?? textOf(node),
  selected: (node) => {
    const select = selectOf(node);
    return select === undefined ? attributeOf(node, "selected") !== undefined : selectedOptions(select).includes(node);
  },
  text: textOf,
  value: optionValue,
};

/** What a label is for. */
export const LABEL_MEMBERS: Members = {
  control: (node, { face }) => face(controlOf(node)),
  form: (node, { face }) => face(formOf(controlOf(node) ?? node)),
  htmlFor: (node) => attributeOf(node, "for") ?? "",
};

/** The list of suggestions of an input. */
export function suggestionsOf(input: ElementNode): ElementNode | undefined {
  return elementWithId(input, attributeOf(input, "list"));
}

function formOf(node: ElementNode): ElementNode | undefined {
  const id = attributeOf(node, "form");
  return id === undefined ? ancestorNamed(node, "form") : elementWithId(node, id);
}

function selectOf(option: ElementNode): ElementNode | undefined {
  return ancestorNamed(option, "select", "datalist");
}

function labelsOf(control: ElementNode): ElementNode[] {
  return descendantsOf(rootOf(control)).filter((node) => isNamed(node, "label") && controlOf(node) === control);
}

function controlOf(label: ElementNode): ElementNode | undefined {
  const id = attributeOf(label, "for");
  if (id !== undefined) return elementWithId(label, id);
  const labelled = ["button", "input", "keygen", "meter", "output", "progress", "select", "textarea"];
  return descendantsOf(label).find(({ name }) => labelled.includes(name));
}

function elementWithId(node: ElementNode, id: string | undefined): ElementNode | undefined {
  return id === undefined ? undefined : descendantsOf(rootOf(node)).find((other) => attributeOf(other, "id") === id);
}

/** The control's own word, otherwise its form's. */
function ofForm(attribute: string, name: string, own: Member): Member {
  return (node, surroundings) => {
    const form = formOf(node);
    if (attributeOf(node, attribute) !== undefined || form === undefined) return own(node, surroundings);
    return FORM_MEMBERS[name]!(form, surroundings);
  };
}
