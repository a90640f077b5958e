/**
 * Metadata of samples: what outputs write beside the tags, and nothing tells series apart by. It travels as a tag with a
 * marked name, and only in runs that keep every sample.
 */

/** No tag that a script sets looks like this: k6 would write it as it is, and so would we. */
const MARK = "\u0000metadata\u0000";

/** The name of the tag that carries the metadata of that name. */
export function metadataTag(name: string): string {
  return MARK + name;
}

/** The name of the metadata that a tag carries; `undefined` where it is a tag like any other. */
export function metadataName(tag: string): string | undefined {
  return tag.startsWith(MARK) ? tag.slice(MARK.length) : undefined;
}
