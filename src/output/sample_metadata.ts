/** What samples carry besides their tags, as outputs write it. */

import { metadataName } from "../metrics/mod.ts";

type Pairs = readonly (readonly [name: string, value: string])[];

/**
 * Finds the metadata among the tags of a sample.
 *
 * @param tags The tags.
 * @returns Names and values.
 */
export function metadataOf(tags: Pairs): Pairs {
  return tags.flatMap(([tag, value]): Pairs => {
    const name = metadataName(tag);
    return name === undefined ? [] : [[name, value]];
  });
}
