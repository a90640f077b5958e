/** Tar files for tests, made and read entry by entry. */

import { packTar, unpackTar } from "modern-tar";

/** One entry: a file with its contents, or a link to another entry. */
export type TarItem = readonly [name: string, content: string | Uint8Array | { readonly link: string }];

/** Makes a tar file. */
export function makeTar(items: readonly TarItem[]): Promise<Uint8Array> {
  return packTar(items.map(([name, content]) => {
    if (typeof content === "object" && "link" in content) {
      return { header: { name, type: "link" as const, linkname: content.link, size: 0 } };
    }
    const body = typeof content === "string" ? new TextEncoder().encode(content) : content;
    return { header: { name, type: "file" as const, size: body.byteLength }, body };
  }));
}

/** What an archive of k6 holds, with as much of its metadata as a test is about. */
export function makeArchive(
  script: string,
  { files = {}, ...metadata }:
    & { readonly files?: Readonly<Record<string, string | Uint8Array>> }
    & Record<
      string,
      unknown
    > = {},
): Promise<Uint8Array> {
  const described = {
    type: "js",
    options: {},
    filename: "file:///home/nobody/test/main.js",
    pwd: "file:///home/nobody/test",
    env: {},
    compatibilityMode: "extended",
    k6version: "1.8.1",
    goos: "linux",
    ...metadata,
  };
  return makeTar([
    ["metadata.json", JSON.stringify(described, undefined, 2)],
    ["data", script],
    ...Object.entries(files),
    ["file/home/nobody/test/main.js", { link: "data" }],
  ]);
}

/** The entries of a tar file in their order: a name and a text, or `-> target` for a link, `/` for a folder. */
export async function readTar(bytes: Uint8Array): Promise<[name: string, text: string][]> {
  const decoder = new TextDecoder();
  return (await unpackTar(bytes, { strict: true })).map(({ header, data }) => {
    if (header.type === "link") return [header.name, `-> ${header.linkname}`];
    return [header.name, header.type === "directory" ? "/" : decoder.decode(data)];
  });
}
