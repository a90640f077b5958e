/** The members that elements have besides those of all, by their names. */

import { Element } from "./element.ts";
import { addresses, addressOf, choice, flags, integers, type Members, numbers, texts } from "./element_members.ts";
import {
  AUTOCOMPLETE,
  FORM,
  FORM_MEMBERS,
  LABEL_MEMBERS,
  LABELS,
  OPTION_MEMBERS,
  SELECT_MEMBERS,
  SENDING_MEMBERS,
  suggestionsOf,
} from "./form_members.ts";
import { controlsOf, optionsOf } from "./form_values.ts";
import { CROSS_ORIGIN, HREF_MEMBERS, REFERRER_POLICY, RELATION } from "./link_members.ts";
import {
  attributeOf,
  descendantsOf,
  type ElementNode,
  type HtmlNode,
  isElement,
  isNamed,
  rootOf,
  textOf,
} from "./nodes.ts";
import { CELL_MEMBERS, HEADING_MEMBERS, ROW_MEMBERS, SECTION_MEMBERS, TABLE_MEMBERS } from "./table_members.ts";

const INPUT_TYPES = "button checkbox color date datetime-local email file hidden image month number password radio " +
  "range reset search submit tel text time url week";

const MEDIA: Members = {
  ...flags("autoplay controls loop muted"),
  ...texts("mediaGroup"),
  ...addresses("src"),
  ...CROSS_ORIGIN,
  ...choice("preload", "none metadata auto", "auto"),
  currentSrc: addressOf("src"),
  defaultMuted: (node) => attributeOf(node, "muted") !== undefined,
  textTracks: (node, { faces }) => faces(descendantsOf(node).filter((child) => isNamed(child, "track"))),
};

const CHANGE: Members = { ...addresses("cite"), ...texts("datetime") };
const TEXT: Members = { text: textOf };

/** The table. */
const KINDS: Readonly<Record<string, Members>> = {
  a: HREF_MEMBERS,
  area: HREF_MEMBERS,
  audio: MEDIA,
  base: { ...addresses("href"), ...texts("target") },
  button: {
    ...SENDING_MEMBERS,
    ...texts("accessKey value"),
    ...flags("autofocus disabled"),
    ...integers("tabIndex", 0),
    ...choice("type", "button menu reset submit", "submit"),
  },
  canvas: integers("height width", 150),
  col: integers("span", 1),
  data: texts("value"),
  datalist: { options: (node, { faces }) => faces(optionsOf(node)) },
  del: CHANGE,
  embed: { ...texts("height type width"), ...addresses("src") },
  fieldset: {
    ...FORM,
    ...texts("name"),
    ...flags("disabled"),
    elements: (node, { faces }) => faces(controlsOf(node)),
    type: () => "fieldset",
    validity: () => undefined,
  },
  form: FORM_MEMBERS,
  iframe: { ...flags("allowfullscreen"), ...texts("height name width"), ...addresses("src"), ...REFERRER_POLICY },
  img: {
    ...texts("alt name sizes srcset useMap"),
    ...flags("isMap"),
    ...integers("height width", 0),
    ...addresses("src"),
    ...CROSS_ORIGIN,
    ...REFERRER_POLICY,
    currentSrc: addressOf("src"),
  },
  input: {
    ...SENDING_MEMBERS,
    ...AUTOCOMPLETE,
    ...texts("accept accessKey alt dirName height max min pattern placeholder step value width"),
    ...flags("autofocus checked disabled multiple readonly required"),
    ...addresses("src"),
    ...integers("maxLength", -1),
    ...integers("size tabIndex", 0),
    ...choice("type", INPUT_TYPES, "text"),
    defaultChecked: (node) => attributeOf(node, "checked") !== undefined,
    defaultValue: (node) => attributeOf(node, "value") ?? "",
    list: (node, { face }) => face(suggestionsOf(node)),
  },
  ins: CHANGE,
  keygen: {
    ...FORM,
    ...LABELS,
    ...texts("challenge name"),
    ...flags("autofocus disabled"),
    ...choice("keytype", "DSA EC RSA", "RSA"),
    type: () => "keygen",
  },
  label: LABEL_MEMBERS,
  legend: { ...FORM, ...texts("accessKey") },
  li: { ...choice("type", "1 a A i I disc square circle", ""), ...integers("value", 0) },
  link: {
    ...texts("hreflang media target type"),
    ...addresses("href"),
    ...CROSS_ORIGIN,
    ...REFERRER_POLICY,
    ...RELATION,
  },
  map: {
    ...texts("name"),
    areas: (node, { faces }) => faces(descendantsOf(node).filter((child) => isNamed(child, "area"))),
    images: (node, { faces }) => faces(imagesOf(node)),
  },
  meta: {
    ...texts("content name"),
    httpEquiv: choice("http-equiv", "content-type default-style refresh", "content-type")["http-equiv"]!,
  },
  meter: { ...LABELS, ...numbers("high low max min optimum", 0) },
  object: {
    ...FORM,
    ...addresses("data"),
    ...texts("height name type useMap width"),
    ...integers("tabIndex", 0),
    ...flags("typeMustMatch"),
  },
  ol: { ...flags("reversed"), ...integers("start", 0), ...choice("type", "1 a A i I", "1") },
  optgroup: { ...flags("disabled"), ...texts("label") },
  option: OPTION_MEMBERS,
  output: {
    ...FORM,
    ...LABELS,
    ...texts("name"),
    defaultValue: textOf,
    htmlFor: (node) => attributeOf(node, "for") ?? "",
    type: () => "output",
    value: textOf,
  },
  param: texts("name value"),
  pre: texts("name value"),
  progress: {
    ...LABELS,
    ...numbers("max", 1),
    position: (node) => progressOf(node) ?? -1,
    value: (node) => progressOf(node) ?? 0,
  },
  script: { ...TEXT, ...flags("async defer noModule"), ...texts("charset crossOrigin type"), ...addresses("src") },
  select: {
    ...FORM,
    ...LABELS,
    ...SELECT_MEMBERS,
    ...texts("name"),
    ...flags("autofocus disabled multiple required"),
    ...integers("tabIndex", 0),
  },
  source: { ...texts("keySystem media sizes srcset type"), ...addresses("src") },
  style: { ...texts("media"), type: (node) => attributeOf(node, "type") || "text/css" },
  table: TABLE_MEMBERS,
  tbody: SECTION_MEMBERS,
  td: CELL_MEMBERS,
  textarea: {
    ...FORM,
    ...LABELS,
    ...AUTOCOMPLETE,
    ...texts("accessKey name placeholder"),
    ...flags("disabled readOnly required"),
    ...integers("cols maxLength rows tabIndex", 0),
    ...choice("autocapitalize", "none off characters words sentences", "sentences"),
    ...choice("wrap", "soft hard off", "soft"),
    defaultValue: textOf,
    length: (node) => textOf(node).length,
    type: () => "textarea",
    value: textOf,
  },
  tfoot: SECTION_MEMBERS,
  th: HEADING_MEMBERS,
  thead: SECTION_MEMBERS,
  time: texts("datetime"),
  title: TEXT,
  tr: ROW_MEMBERS,
  track: {
    ...flags("default"),
    ...choice("kind", "subtitle captions descriptions chapters metadata", "subtitle"),
    ...texts("label srclang"),
    ...addresses("src"),
  },
  ul: texts("type"),
  video: MEDIA,
};

const classes = new Map<string, typeof Element>();

/**
 * The class of a node's face.
 *
 * @param node The node.
 * @returns {@linkcode Element}, or one that has the members of the node's kind as well.
 */
export function elementClass(node: HtmlNode): typeof Element {
  if (!isElement(node) || !Object.hasOwn(KINDS, node.name)) return Element;
  let kind = classes.get(node.name);
  if (kind === undefined) classes.set(node.name, kind = makeClass(KINDS[node.name]!));
  return kind;
}

function makeClass(members: Members): typeof Element {
  class Kind extends Element {}
  for (const [name, member] of Object.entries(members)) {
    const value = function (this: Element): unknown {
      return Element.read(this, member);
    };
    Object.defineProperty(Kind.prototype, name, { value, writable: true, configurable: true });
  }
  return Kind;
}

/** The images that show a map. */
function imagesOf(map: ElementNode): ElementNode[] {
  const address = `#${attributeOf(map, "name") ?? ""}`;
  return descendantsOf(rootOf(map)).filter((node) => isNamed(node, "img") && attributeOf(node, "usemap") === address);
}

/** How much is done, from 0 to 1. */
function progressOf(node: ElementNode): number | undefined {
  const value = Number(attributeOf(node, "value") || NaN);
  const max = Number(attributeOf(node, "max")) || 1;
  return Number.isNaN(value) ? undefined : Math.min(1, Math.max(0, value / max));
}
