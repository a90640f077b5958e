/** From a module specifier to a URL, by k6's rules: no guessing of extensions, index files or packages. */

/** Where the text of a specifier leads, before anything has been read. */
export type Resolution = { readonly url: URL } | { readonly builtin: string } | { readonly error: string };

/** The names of k6's own modules: `k6`, `k6/ws`, … A name of this form is never a file. */
const K6_MODULE_REGEXP = /^k6(\/|$)/;
const SCHEME_REGEXP = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;
const WINDOWS_PATH_REGEXP = /^[A-Za-z]:[\\/]/;

/** Shorthands of early k6 versions, which it refuses with a hint. */
const FORMER_SHORTHANDS: readonly (readonly [prefix: string, message: string])[] = [
  [
    "github.com/",
    "github.com 'special' urls are no longer supported - please use real ones. You can get yours by going to github " +
    "and copy-pasting the full url to the actual raw JavaScript file",
  ],
  [
    "cdnjs.com/libraries/",
    "cdnjs.com 'special' urls are no longer supported - please use real ones. You can get yours by going to cdnjs and " +
    "copy-pasting the full url to the actual JavaScript file",
  ],
];

/**
 * Resolves a specifier. The messages are those that k6 shows.
 *
 * @param specifier As it stands in the script.
 * @param referrer The URL of the module that it stands in.
 * @param builtins Whether a module of that name is built in, and what to do without one that is not.
 * @returns The URL, the built-in module's name, or what is wrong.
 */
export function resolveSpecifier(
  specifier: string,
  referrer: string,
  builtins: {
    readonly has: (specifier: string) => boolean;
    readonly insteadOf?: ((specifier: string) => string | undefined) | undefined;
  },
): Resolution {
  if (builtins.has(specifier)) return { builtin: specifier };
  if (K6_MODULE_REGEXP.test(specifier)) {
    const advice = builtins.insteadOf?.(specifier);
    return { error: `unknown module: ${specifier}${advice === undefined ? "" : `: ${advice}`}` };
  }
  return resolveUrl(specifier, referrer);
}

/**
 * Resolves a specifier that can only be a URL, as `import.meta.resolve` does: the names of built-in modules are none.
 *
 * @param specifier As it stands in the script.
 * @param referrer The URL of the module that it stands in.
 */
export function resolveUrl(specifier: string, referrer: string): Exclude<Resolution, { readonly builtin: string }> {
  if (specifier === "") return { error: "local or remote path required" };
  for (const [prefix, message] of FORMER_SHORTHANDS) if (specifier.startsWith(prefix)) return { error: message };
  const url = toUrl(specifier, referrer);
  if (url === undefined) {
    return { error: `The moduleSpecifier "${specifier}" couldn't be recognised as something k6 supports.` };
  }
  if (url.protocol !== "file:" && url.protocol !== "https:") {
    const scheme = url.protocol.slice(0, -1);
    return { error: `only supported schemes for imports are file and https, ${specifier} has \`${scheme}\`` };
  }
  if (url.protocol === "file:" && !referrer.startsWith("file:")) {
    return { error: `origin (${referrer}) not allowed to load local file: ${url.href}` };
  }
  return { url };
}

function toUrl(specifier: string, referrer: string): URL | undefined {
  const isPath = specifier.startsWith(".") || specifier.startsWith("/");
  if (WINDOWS_PATH_REGEXP.test(specifier)) return URL.parse(`file:///${specifier}`) ?? undefined;
  if (!isPath && !SCHEME_REGEXP.test(specifier)) return undefined;
  return URL.parse(specifier, referrer) ?? undefined;
}
