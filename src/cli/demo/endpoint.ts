/** An endpoint as one row of a table: path, what it does, parameters, the function that serves it. */

import type { Parameters, ParameterValues } from "./parameter.ts";

/** One row of an endpoint table. `Exchange` is what a request looks like to it, `Result` what it answers. */
export interface Endpoint<Exchange, Result> {
  /** A path such as `/echo`, or `/close/:code` with one named segment at the end. */
  readonly path: string;
  /** What it does, in a sentence without a period. */
  readonly summary: string;
  readonly parameters: Parameters;
  /** Serves a request, or says everything that is wrong with its parameters. */
  serve(exchange: Exchange, given: GivenParameters): Result | BadRequest;
}

/** The parameters of a request before they are read: the query, and the path's named segment under its name. */
export class GivenParameters {
  readonly #query: URLSearchParams;

  constructor(query: URLSearchParams, segment: readonly [name: string, value: string] | undefined) {
    this.#query = new URLSearchParams(query);
    if (segment !== undefined) this.#query.set(...segment);
  }

  /** Reads what `parameters` describe; anything else in the query is a problem too. */
  read<P extends Parameters>(parameters: P): ParameterValues<P> | BadRequest {
    const problems: string[] = [];
    const values: Record<string, unknown> = {};
    for (const [name, parameter] of Object.entries(parameters)) {
      const parsed = parameter.parse(this.#query.getAll(name));
      if ("problem" in parsed) problems.push(`${name} ${parsed.problem}`);
      else values[name] = parsed.value;
    }
    const known = Object.keys(parameters);
    for (const name of new Set(this.#query.keys())) {
      if (!known.includes(name)) {
        problems.push(`${name} is unknown here; known: ${known.length === 0 ? "nothing" : known.join(", ")}`);
      }
    }
    return problems.length > 0 ? new BadRequest(problems) : values as ParameterValues<P>;
  }
}

/** What is wrong with a request, all of it. */
export class BadRequest {
  constructor(readonly problems: readonly string[]) {}

  /** The problems as a plain text for people, a line each. */
  get text(): string {
    return this.problems.join("\n") + "\n";
  }
}

/** What an endpoint is made of, with the types of its parameters still known. */
export interface EndpointDefinition<Exchange, Result, P extends Parameters> {
  readonly path: string;
  readonly summary: string;
  readonly parameters: P;
  serve(exchange: Exchange, values: ParameterValues<P>): Result;
}

/** Makes a table row of a definition. */
export function endpoint<Exchange, Result, P extends Parameters>(
  definition: EndpointDefinition<Exchange, Result, P>,
): Endpoint<Exchange, Result> {
  return {
    path: definition.path,
    summary: definition.summary,
    parameters: definition.parameters,
    serve(exchange, given) {
      const values = given.read(definition.parameters);
      return values instanceof BadRequest ? values : definition.serve(exchange, values);
    },
  };
}

/** Finds the row for a path, and the parameters that the URL gives it. */
export function findEndpoint<E extends { readonly path: string }>(
  endpoints: readonly E[],
  url: URL,
): { endpoint: E; given: GivenParameters } | undefined {
  for (const endpoint of endpoints) {
    const segmentAt = endpoint.path.indexOf("/:");
    if (segmentAt === -1) {
      if (url.pathname === endpoint.path) return { endpoint, given: new GivenParameters(url.searchParams, undefined) };
      continue;
    }
    const prefix = endpoint.path.slice(0, segmentAt + 1);
    const value = url.pathname.slice(prefix.length);
    if (!url.pathname.startsWith(prefix) || value === "" || value.includes("/")) continue;
    return { endpoint, given: new GivenParameters(url.searchParams, [endpoint.path.slice(segmentAt + 2), value]) };
  }
  return undefined;
}

/** The endpoints of a table as lines for people. */
export function describeEndpoints(
  endpoints: readonly { readonly path: string; readonly summary: string; readonly parameters: Parameters }[],
): string {
  return endpoints.map(({ path, summary, parameters }) => {
    const lines = Object.entries(parameters).map(([name, { accepts }]) => `      ${name.padEnd(12)} ${accepts}\n`);
    return `  ${path.padEnd(16)} ${summary}\n${lines.join("")}`;
  }).join("");
}
