import { assertEquals } from "../support/assert.ts";
import { resolveSpecifier, resolveUrl } from "../../src/script/resolve.ts";

const SCRIPT = "file:///scripts/my/tests/main.js";
const REMOTE = "https://modules.test/lib/v1/main.js?token=1";

function unknown(specifier: string): string {
  return `The moduleSpecifier "${specifier}" couldn't be recognised as something k6 supports.`;
}

interface ResolveCase {
  readonly name: string;
  readonly specifier: string;
  readonly referrer?: string;
  readonly leadsTo: { readonly url: string } | { readonly builtin: string } | { readonly error: string };
}

const CASES: readonly ResolveCase[] = [
  {
    name: "a relative path starts from the importing file",
    specifier: "./lib/a.js",
    leadsTo: { url: "file:///scripts/my/tests/lib/a.js" },
  },
  { name: "a path may go up", specifier: "../b.js", leadsTo: { url: "file:///scripts/my/b.js" } },
  {
    name: "a path may go up and down again",
    specifier: "./x/../../y/./c.js",
    leadsTo: { url: "file:///scripts/my/y/c.js" },
  },
  { name: "an absolute path", specifier: "/opt/d.js", leadsTo: { url: "file:///opt/d.js" } },
  { name: "a path of another system", specifier: "C:\\tests\\e.js", leadsTo: { url: "file:///C:/tests/e.js" } },
  { name: "a file URL", specifier: "file:///opt/f.js", leadsTo: { url: "file:///opt/f.js" } },
  { name: "no extension is guessed", specifier: "./g", leadsTo: { url: "file:///scripts/my/tests/g" } },
  {
    name: "an https URL keeps its query",
    specifier: "https://h.test/h.js?v=2",
    leadsTo: { url: "https://h.test/h.js?v=2" },
  },
  {
    name: "a relative path in an https module",
    specifier: "../i.js",
    referrer: REMOTE,
    leadsTo: { url: "https://modules.test/lib/i.js" },
  },
  {
    name: "an absolute path in an https module stays on its host",
    specifier: "/j.js",
    referrer: REMOTE,
    leadsTo: { url: "https://modules.test/j.js" },
  },
  {
    name: "an https module must not import a file",
    specifier: "file:///etc/k.js",
    referrer: REMOTE,
    leadsTo: { error: `origin (${REMOTE}) not allowed to load local file: file:///etc/k.js` },
  },
  { name: "a built-in module", specifier: "k6/ws", leadsTo: { builtin: "k6/ws" } },
  { name: "a built-in module in an https module", specifier: "k6", referrer: REMOTE, leadsTo: { builtin: "k6" } },
  { name: "a module that k6 may have", specifier: "k6/nope", leadsTo: { error: "unknown module: k6/nope" } },
  { name: "an extension", specifier: "k6/x/sql", leadsTo: { error: "unknown module: k6/x/sql" } },
  { name: "a package", specifier: "lodash", leadsTo: { error: unknown("lodash") } },
  { name: "a scoped package", specifier: "@scope/name", leadsTo: { error: unknown("@scope/name") } },
  { name: "a file without its dot", specifier: "lib.js", leadsTo: { error: unknown("lib.js") } },
  { name: "a name that only begins like k6", specifier: "k6lib", leadsTo: { error: unknown("k6lib") } },
  { name: "no name", specifier: "", leadsTo: { error: "local or remote path required" } },
  {
    name: "another scheme",
    specifier: "http://h.test/l.js",
    leadsTo: { error: "only supported schemes for imports are file and https, http://h.test/l.js has `http`" },
  },
  {
    name: "a former shorthand",
    specifier: "github.com/a/b/c.js",
    leadsTo: {
      error:
        "github.com 'special' urls are no longer supported - please use real ones. You can get yours by going to " +
        "github and copy-pasting the full url to the actual raw JavaScript file",
    },
  },
];

for (const { name, specifier, referrer = SCRIPT, leadsTo } of CASES) {
  Deno.test(`resolveSpecifier: ${name}`, () => {
    const resolution = resolveSpecifier(specifier, referrer, { has: (name) => name === "k6" || name === "k6/ws" });
    assertEquals("url" in resolution ? { url: resolution.url.href } : resolution, leadsTo);
  });
}

Deno.test("resolveUrl knows no built-in modules", () => {
  assertEquals(resolveUrl("k6/ws", SCRIPT), { error: unknown("k6/ws") });
});
