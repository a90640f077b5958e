/** The files of this repository, for checks that read them. */

/** The repository's folder as a URL, with a slash behind it. */
export const REPOSITORY = new URL("../../", import.meta.url);

/** All files below a folder of the repository whose path passes, as paths relative to the repository, sorted. */
export async function listFiles(folder: string, passes: RegExp): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(`${folder}/`, REPOSITORY))) {
    const path = folder === "." ? name : `${folder}/${name}`;
    if (isDirectory) files.push(...await listFiles(path, passes));
    else if (passes.test(path)) files.push(path);
  }
  return files.sort();
}
