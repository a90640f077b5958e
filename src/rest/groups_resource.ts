/** `/v1/groups`: the groups of the script and their checks, as a list. */

import type { GroupData } from "../engine/mod.ts";
import { HttpProblem, jsonReply, type Reply } from "./http_message.ts";
import type { Exchange, RestRun } from "./route.ts";

/** What the script itself counts as before anything is measured: its id is the digest of an empty path. */
const ROOT: GroupData = { name: "", path: "", id: "d41d8cd98f00b204e9800998ecf8427e", groups: [], checks: [] };

/** All groups, the root first, each before those inside. */
export function getGroups({ run }: Exchange): Reply {
  return jsonReply({ data: listGroups(run) });
}

/** One of them. */
export function getGroup({ run, id }: Exchange): Reply {
  const group = listGroups(run).find((each) => each.id === id);
  if (group === undefined) throw new HttpProblem(404, "No group with that ID was found");
  return jsonReply({ data: group });
}

function listGroups(run: RestRun) {
  return flatten(run.snapshot()?.data.root_group ?? ROOT, null);
}

interface GroupResource {
  readonly id: string;
  readonly [member: string]: unknown;
}

function flatten(group: GroupData, parent: GroupData | null): GroupResource[] {
  const { id, path, name, checks, groups } = group;
  const own: GroupResource = {
    type: "groups",
    id,
    attributes: {
      path,
      name,
      checks: checks.length === 0
        ? null
        : checks.map(({ id, path, name, passes, fails }) => ({ id, path, name, passes, fails })),
    },
    relationships: {
      groups: { data: groups.map(reference) },
      parent: { data: parent === null ? null : reference(parent) },
    },
  };
  return [own, ...groups.flatMap((each) => flatten(each, group))];
}

function reference({ id }: GroupData) {
  return { type: "groups", id };
}
