/** JSON that others have sent. */

import { messageOf } from "../base/mod.ts";
import { HttpProblem } from "./http_message.ts";

/**
 * Reads a body.
 *
 * @param body The text.
 * @param title What the error is called where it is no JSON.
 * @throws {HttpProblem} 400 where it is none.
 */
export function parseJson(body: string, title: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new HttpProblem(400, messageOf(error), { title });
  }
}

/** Whether a value is an object with members. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
