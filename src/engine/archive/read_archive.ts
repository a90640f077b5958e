/** Reads archives: those of k6 and our own. */

import { messageOf } from "../../base/mod.ts";
import { type Archive, archiveError, type ArchiveMetadata, DATA, METADATA } from "./archive.ts";

const MAGIC = { offset: 257, text: "ustar" };
/** What has an archive inside: trees of files, by where these came from. */
const TREES = ["file/", "https/"];

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Whether a file seems to be an archive rather than a script: no text has these bytes there.
 *
 * @param bytes The file, or its first 512 bytes.
 */
export function looksLikeArchive(bytes: Uint8Array): boolean {
  const { offset, text } = MAGIC;
  return decoder.decode(bytes.subarray(offset, offset + text.length)) === text;
}

/**
 * Reads an archive.
 *
 * @param name How messages call it.
 * @param bytes The file.
 * @returns What is in it.
 * @throws {SquallError} `ARCHIVE`, exit code 104, naming what is wrong with it.
 */
export async function readArchive(name: string, bytes: Uint8Array): Promise<Archive> {
  if (!looksLikeArchive(bytes)) throw archiveError(name, "it is not a tar file");
  const entries = await readEntries(name, bytes);
  const data = entries.get(DATA);
  const metadata = readMetadata(name, entries.get(METADATA));
  if (data === undefined) throw archiveError(name, `there is no ${DATA}, which is the script, in it`);
  const url = readUrl(name, "filename", metadata.filename);
  const folder = readUrl(name, "pwd", metadata.pwd);
  const files = [...entries].filter(([entry]) => TREES.some((tree) => entry.startsWith(tree)));
  return {
    url,
    directory: folder.protocol === "file:" ? decodeURIComponent(folder.pathname) : folder.href,
    source: decoder.decode(data),
    options: metadata.options,
    env: metadata.env,
    compatibilityMode: metadata.compatibilityMode === "base" ? "base" : "extended",
    files: new Map(files),
  };
}

async function readEntries(name: string, bytes: Uint8Array): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  // Needed by few runs.
  const { unpackTar } = await import("modern-tar");
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  const links: [name: string, target: string][] = [];
  try {
    for (const { header, data } of await unpackTar(bytes, { strict: true })) {
      // The library's type leaves open what the bytes are views of; it copies them.
      if (data !== undefined) entries.set(header.name, data as Uint8Array<ArrayBuffer>);
      if (header.type === "link") links.push([header.name, header.linkname ?? ""]);
    }
  } catch (error) {
    throw archiveError(name, messageOf(error));
  }
  for (const [link, target] of links) {
    const contents = entries.get(target);
    if (contents === undefined) throw archiveError(name, `${link} is a link to ${target}, which is not in it`);
    entries.set(link, contents);
  }
  return entries;
}

function readMetadata(name: string, bytes: Uint8Array | undefined): ArchiveMetadata {
  if (bytes === undefined) throw archiveError(name, `there is no ${METADATA} in it`);
  const metadata = parseMetadata(name, bytes);
  const { type, options, filename, pwd, env } = metadata;
  if (type !== "js") throw archiveError(name, `${METADATA}: expected the type "js", but it is ${JSON.stringify(type)}`);
  return {
    type,
    options: requireObject(name, "options", options ?? {}),
    filename: requireText(name, "filename", filename),
    pwd: requireText(name, "pwd", pwd),
    env: readEnvironment(name, requireObject(name, "env", env ?? {})),
    compatibilityMode: String(metadata.compatibilityMode ?? ""),
    k6version: String(metadata.k6version ?? ""),
    goos: String(metadata.goos ?? ""),
  };
}

function parseMetadata(name: string, bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let metadata: unknown;
  try {
    metadata = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw archiveError(name, `${METADATA}: ${messageOf(error)}`);
  }
  return requireObject(name, "all of it", metadata);
}

function requireObject(name: string, member: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw archiveError(name, `${METADATA}: ${member} must be an object, but is ${JSON.stringify(value)}`);
}

function requireText(name: string, member: string, value: unknown): string {
  if (typeof value === "string") return value;
  throw archiveError(name, `${METADATA}: ${member} must be a text, but is ${JSON.stringify(value)}`);
}

function readEnvironment(name: string, env: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).map(([variable, value]) => [variable, requireText(name, `env.${variable}`, value)]),
  );
}

function readUrl(name: string, member: string, text: string): URL {
  const url = URL.parse(text);
  if (url !== null && ["file:", "https:"].includes(url.protocol) && isDecodable(url.pathname)) return url;
  throw archiveError(name, `${METADATA}: ${member} must be a file or https URL, but is ${JSON.stringify(text)}`);
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
