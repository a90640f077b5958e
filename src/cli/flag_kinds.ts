/** Kinds of values that only squall's own flags have: sizes, grants, ports, variables of the script. */

import { BOOLEAN, INTEGER, refine, TEXT, TEXT_LIST, TEXT_MAP, type ValueKind } from "../engine/mod.ts";
import type { ApiAddress, Grant } from "./run_settings.ts";

/** At least one of something. */
export const COUNT: ValueKind<number> = refine(INTEGER, (count, place) => {
  return count >= 1 ? count : place.refuse(count, "expected a whole number of at least 1");
});

/** A TCP port; 0 takes a free one. */
export const PORT: ValueKind<number> = refine(INTEGER, (port, place) => {
  return port >= 0 && port <= 65_535 ? port : place.refuse(port, "expected a port from 0 to 65535");
});

const SIZE_REGEXP = /^(\d+)\s*([kmg]i?b?|b)?$/i;

/** A number of bytes, such as `500000`, `64KiB`, `100MB`. */
export const SIZE: ValueKind<number> = {
  ...refine(TEXT, (text, place) => {
    const [, digits, unit = "b"] = SIZE_REGEXP.exec(text) ?? [];
    const power = "bkmg".indexOf(unit[0]!.toLowerCase());
    const bytes = Number(digits) * (/i/i.test(unit) ? 1024 : 1000) ** power;
    if (Number.isSafeInteger(bytes) && bytes > 0) return bytes;
    return place.refuse(text, "expected a size such as 500000, 64KiB or 100MB");
  }),
  placeholder: "size",
};

/** Everything, or a list. The bare flag means everything; in the environment `true` and `false` do what they say. */
function grant(placeholder: string, item: { readonly form: RegExp; readonly expected: string }): ValueKind<Grant> {
  return {
    ...refine(TEXT_LIST, (list, place): Grant | undefined => {
      if (list.length === 1 && list[0] === "true") return "all";
      if (list.length === 1 && list[0] === "false") return [];
      const wrong = list.find((text) => !item.form.test(text));
      return wrong === undefined ? list : place.refuse(wrong, `expected ${item.expected}`);
    }),
    placeholder,
  };
}

/** Hosts, each with or without a port. */
export const HOSTS: ValueKind<Grant> = grant("hosts", {
  form: /^(\[[0-9a-f:.]+\]|[^\s/:@?#[\]]+)(:([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?$/i,
  expected: "a host such as example.com, example.com:8080, 10.0.0.1 or [::1]:8080",
});

/** Files and folders. */
export const PATHS: ValueKind<Grant> = grant("paths", { form: /^[^\0]+$/, expected: "a path" });

/** Environment variables. */
export const NAMES: ValueKind<Grant> = grant("names", {
  form: /^[^\s=\0]+$/,
  expected: "the name of an environment variable",
});

/** Outputs, repeatable; their arguments may have commas, except in the environment, as in k6. */
export const OUTPUTS: ValueKind<readonly string[]> = {
  ...TEXT_LIST,
  placeholder: "name[=argument]",
  fromArguments: (texts) => texts,
};

/** Sources of secrets, repeatable; the environment has one. */
export const SECRET_SOURCES: ValueKind<readonly string[]> = {
  ...TEXT_LIST,
  placeholder: "type=configuration",
  fromText: (text) => [text],
  fromArguments: (texts) => texts,
};

/** A switch that any text in the environment turns on, as `K6_NO_COLOR` is one. */
export const PRESENCE: ValueKind<boolean> = {
  fromValue: BOOLEAN.fromValue,
  fromText: () => true,
  fromArguments: (texts, place) => BOOLEAN.fromText(texts.at(-1) ?? "", place),
};

/** Where traces go: nowhere. */
export const ABSENT_TRACES: ValueKind<"none"> = refine(TEXT, (text, place) => {
  return text === "none" ? text : place.refuse(text, "squall makes no traces: leave it out, or say none");
});
/** Where the REST API listens; empty means nowhere. The environment may be that of many runs on one machine. */
export const API_ADDRESS: ValueKind<ApiAddress> = {
  fromValue: (value, place) => apiAddress(TEXT.fromValue(value, place), false),
  fromText: (text) => apiAddress(text, false),
  fromArguments: (texts) => apiAddress(texts.at(-1), true),
  placeholder: "string",
};

function apiAddress(text: string | undefined, isRequired: boolean): ApiAddress | undefined {
  return text ? { text, isRequired } : undefined;
}

const VARIABLE_REGEXP = /^([A-Za-z_][A-Za-z0-9_]*)(?:=(.*))?$/s;

/** Variables of the script: `VAR=value`, repeatable; without a `=` the value is empty, as in k6. */
export const VARIABLES: ValueKind<Readonly<Record<string, string>>> = {
  ...TEXT_MAP,
  placeholder: "VAR=value",
  fromArguments(texts, place) {
    const variables = texts.map((text) => {
      const [, name, value = ""] = VARIABLE_REGEXP.exec(text) ?? [];
      if (name === undefined) place.refuse(text, "expected VAR=value with a name of letters, digits and underscores");
      return [name, value];
    });
    return Object.fromEntries(variables);
  },
};
