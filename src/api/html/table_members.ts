/** Members of the elements of tables. */

import { choice, flags, integers, type Members, texts } from "./element_members.ts";
import { ancestorNamed, childElementsOf, descendantsOf, type ElementNode, isNamed } from "./nodes.ts";

const SECTIONS = ["thead", "tbody", "tfoot"] as const;

/** What a table is. */
export const TABLE_MEMBERS: Members = {
  ...flags("sortable"),
  caption: (node, { face }) => face(childNamed(node, "caption")),
  rows: (node, { faces }) => faces(rowsOf(node)),
  tBodies: (node, { faces }) => faces(childElementsOf(node).filter((child) => isNamed(child, "tbody"))),
  tFoot: (node, { face }) => face(childNamed(node, "tfoot")),
  tHead: (node, { face }) => face(childNamed(node, "thead")),
};

/** What a part of a table is. */
export const SECTION_MEMBERS: Members = { rows: (node, { faces }) => faces(rowsOf(node)) };

/** What a row is. */
export const ROW_MEMBERS: Members = {
  cells: (node, { faces }) => faces(cellsOf(node)),
  rowIndex: (node) => indexIn(ancestorNamed(node, "table"), node),
  sectionRowIndex: (node) => indexIn(ancestorNamed(node, ...SECTIONS), node),
};

/** What a cell is. */
export const CELL_MEMBERS: Members = {
  ...texts("headers"),
  ...integers("colSpan rowSpan", 1),
  cellIndex(node) {
    const row = ancestorNamed(node, "tr");
    return row === undefined ? -1 : cellsOf(row).indexOf(node);
  },
};

/** What a cell of a heading is. */
export const HEADING_MEMBERS: Members = {
  ...CELL_MEMBERS,
  ...texts("abbr"),
  ...flags("sorted"),
  ...choice("scope", "row col rowgroup colgroup", ""),
};

function childNamed(node: ElementNode, name: string): ElementNode | undefined {
  return childElementsOf(node).find((child) => isNamed(child, name));
}

function rowsOf(node: ElementNode): ElementNode[] {
  const table = node.name === "table" ? node : ancestorNamed(node, "table");
  return descendantsOf(node).filter((child) => isNamed(child, "tr") && ancestorNamed(child, "table") === table);
}

function cellsOf(row: ElementNode): ElementNode[] {
  return childElementsOf(row).filter((child) => isNamed(child, "td", "th"));
}

function indexIn(container: ElementNode | undefined, row: ElementNode): number {
  return container === undefined ? -1 : rowsOf(container).indexOf(row);
}
