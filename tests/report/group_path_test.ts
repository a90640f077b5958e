import { groupNames } from "../../src/report/group_path.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("groupNames splits a group tag, also one that a script made up", () => {
  const cases: [tag: string, names: string[]][] = [
    ["", []],
    ["::outer", ["outer"]],
    ["::outer::inner", ["outer", "inner"]],
    ["::a:b::c: ", ["a:b", "c: "]],
    ["made up", ["made up"]],
    ["made::up", ["made", "up"]],
    ["::", [""]],
    ["::a::::b", ["a", "", "b"]],
  ];
  for (const [tag, names] of cases) assertEquals(groupNames(tag), names, tag);
});
