/** The `group` tag: names of nested groups, outermost first, each after `::`. */

const SEPARATOR = "::";

/** The names of the groups that a `group` tag stands for; empty for the root. */
export function groupNames(tag: string): readonly string[] {
  if (tag === "") return [];
  return (tag.startsWith(SEPARATOR) ? tag.slice(SEPARATOR.length) : tag).split(SEPARATOR);
}

/** The path of a group or check inside of a group. */
export function childPath(path: string, name: string): string {
  return path + SEPARATOR + name;
}
