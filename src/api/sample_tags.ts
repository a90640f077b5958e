/** Tags that scripts give to samples: which values are allowed, and how they add to the VU's own. */

import type { TagSet } from "../metrics/mod.ts";
import { GoError } from "./go_error.ts";

/**
 * Adds a script's tags to a tag set.
 *
 * @param base The tags that are there already; same names are overwritten.
 * @param tags What the script gave: an object, or anything else that k6 takes for one. Nullish adds nothing.
 * @param prefix Put in front of the error's text.
 * @returns The tag set with the tags added.
 * @throws {GoError} When a value is not a string, a boolean or a number.
 */
export function withScriptTags(base: TagSet, tags: unknown, prefix = ""): TagSet {
  if (tags === undefined || tags === null) return base;
  let result = base;
  for (const [name, value] of Object.entries(tags)) {
    switch (typeof value) {
      case "string":
        result = result.with(name, value);
        break;
      case "number":
      case "boolean":
        result = result.with(name, String(value));
        break;
      default:
        throw new GoError(
          `${prefix}invalid value for metric tag '${name}': ` +
            `only String, Boolean and Number types are accepted as a metric tag values`,
        );
    }
  }
  return result;
}
