/** Query parameters as data: what an endpoint takes, read and checked in one place, described for the listing. */

const encoder = new TextEncoder();

/** What a parameter's text turned into: its value, or what is wrong with it. */
export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** One parameter of an endpoint. */
export interface Parameter<T> {
  /** What is accepted, in a few words: `0 to 600000, default 0`. */
  readonly accepts: string;
  /** Reads all values that the query gives under this name. */
  parse(given: readonly string[]): Parsed<T>;
}

/** The parameters of an endpoint by name. */
export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

/** The values of {@linkcode Parameters}. */
export type ParameterValues<P extends Parameters> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<infer T> ? T : never;
};

/** Bounds of a whole number. Without a default it must be given. */
export interface IntegerBounds {
  readonly min: number;
  readonly max: number;
  readonly default?: number;
}

/** A whole number within bounds. */
export function integer(bounds: IntegerBounds): Parameter<number> {
  const { min, max } = bounds;
  const range = `${min} to ${max}`;
  return {
    accepts: bounds.default === undefined ? range : `${range}, default ${bounds.default}`,
    parse(given) {
      const text = given[0];
      if (text === undefined) {
        return bounds.default === undefined ? { problem: `is missing; it takes ${range}` } : { value: bounds.default };
      }
      const value = /^\d{1,15}$/.test(text) ? Number(text) : NaN;
      return value >= min && value <= max ? { value } : { problem: `takes ${range}, got ${JSON.stringify(text)}` };
    },
  };
}

/** A time to wait, at most ten minutes. */
export function milliseconds(): Parameter<number> {
  return integer({ min: 0, max: 600_000, default: 0 });
}

/** A close code, or the word `none` for a close frame without one. */
export function closeCode(): Parameter<number | undefined> {
  const code = integer({ min: 0, max: 65_535 });
  return {
    accepts: `${code.accepts}, or none`,
    parse: (given) => given[0] === "none" ? { value: undefined } : code.parse(given),
  };
}

/** Free text of a bounded length; `""` when it is not given and there is no default. */
export function text(maxBytes: number, otherwise = ""): Parameter<string> {
  return {
    accepts: `at most ${maxBytes} bytes${otherwise === "" ? "" : `, default ${otherwise}`}`,
    parse(given) {
      const value = given[0] ?? otherwise;
      const bytes = encoder.encode(value).length;
      return bytes <= maxBytes ? { value } : { problem: `takes at most ${maxBytes} bytes, got ${bytes}` };
    },
  };
}

/** One of a few words; the first is the default. */
export function choice<Word extends string>(words: readonly [Word, ...Word[]]): Parameter<Word> {
  const [first] = words;
  return {
    accepts: `${words.join(" or ")}, default ${first}`,
    parse(given) {
      const text = given[0] ?? first;
      const value = words.find((word) => word === text);
      return value === undefined ? { problem: `takes ${words.join(" or ")}, got ${JSON.stringify(text)}` } : { value };
    },
  };
}

/** Any number of values under one name, each of the form that `pattern` wants. */
export function list(form: string, pattern: RegExp): Parameter<readonly string[]> {
  return {
    accepts: `${form}; may be repeated`,
    parse(given) {
      const wrong = given.find((value) => !pattern.test(value));
      return wrong === undefined ? { value: given } : { problem: `takes ${form}, got ${JSON.stringify(wrong)}` };
    },
  };
}

/** One value of the form that `pattern` wants, or nothing. */
export function optional(form: string, pattern: RegExp): Parameter<string | undefined> {
  const { parse } = list(form, pattern);
  return {
    accepts: form,
    parse(given) {
      const parsed = parse(given.slice(0, 1));
      return "problem" in parsed ? parsed : { value: parsed.value[0] };
    },
  };
}
