/** How the files of a test are called in an archive: without the user's name, and the same on every system. */

const HOME_REGEXP = /^((?:\/[A-Za-z])?\/(?:home|Users|Documents and Settings)\/)[^/]+/;
const DRIVE_REGEXP = /^\/?([A-Za-z]):(?=\/|$)/;

/**
 * Takes out of a path what only one machine has: the colon of a drive, and the name of the user.
 *
 * @param path An absolute path with slashes or backslashes.
 * @returns For example `/home/nobody/x` for `/home/alice/x`, `/C/x` for `C:\x`.
 */
export function anonymousPath(path: string): string {
  return path.replaceAll("\\", "/").replace(DRIVE_REGEXP, "/$1").replace(HOME_REGEXP, "$1nobody");
}

/**
 * The name of a file or module in an archive.
 *
 * @param url A `file:` or `https:` URL.
 * @returns For example `file/home/nobody/x.js`, `https/example.com/x.js?v=1`.
 */
export function archiveName(url: URL): string {
  if (url.protocol === "file:") return `file${anonymousPath(decode(url.pathname))}`;
  return `${url.protocol.slice(0, -1)}/${url.host}${decode(url.pathname + url.search)}`;
}

/** The URL of a file or a folder without what only one machine has. */
export function anonymousUrl(url: URL): URL {
  if (url.protocol !== "file:") return url;
  const anonymous = new URL("file:///");
  // Of the characters that a path may have and a URL may not, these two are not escaped by themselves.
  anonymous.pathname = anonymousPath(decode(url.pathname)).replaceAll("%", "%25").replaceAll("#", "%23");
  return anonymous;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A per cent sign that escapes nothing stands for itself.
    return text;
  }
}
