/** The source `file`: a line `key=value` for each secret. */

import { messageOf } from "../../base/mod.ts";
import { KnownSecrets, type SourceKind } from "./secret_source.ts";

export const FILE_SOURCE: SourceKind = {
  open(parts, host, refuse) {
    const unknown = parts.filter(({ key }) => key !== undefined && key !== "filename");
    for (const { key } of unknown) refuse(`unknown configuration key for file secret source "${key}"`);
    const path = parts.findLast(({ key }) => key === undefined || key === "filename")?.value ?? "";
    if (path === "") refuse("it needs the path of a file: --secret-source=file=PATH");
    const values = new Map<string, string>();
    if (path === "" || unknown.length > 0) return new KnownSecrets(values);
    try {
      host.readFile(path).split(/\r?\n/).forEach((line, index) => {
        // k6 refuses empty lines; they hold nothing that could be missed.
        if (line.trim() === "") return;
        const at = line.indexOf("=");
        if (at < 0) return refuse(`line ${index + 1} of ${path} needs a "=" between the key and its secret`);
        values.set(line.slice(0, at), line.slice(at + 1));
      });
    } catch (error) {
      refuse(messageOf(error));
    }
    return new KnownSecrets(values);
  },
};
