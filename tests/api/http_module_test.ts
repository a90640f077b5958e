/** Cookie jars of `k6/http`. */

import { assert, assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";
import { checkRows, type Row } from "../support/script_table.ts";

const IMPORTS = `import http, { CookieJar, cookieJar } from "k6/http";`;
const PRELUDE = `${IMPORTS}
  const A = "http://a.example/";
  function jarOf(...sets) { const jar = new CookieJar(); for (const set of sets) jar.set(...set); return jar; }`;

const ROWS: Row[] = [
  { name: "set returns true", code: `new CookieJar().set(A, "n", "v")`, gives: true },
  {
    name: "cookies by name, each with all its values",
    code: `jarOf([A, "n", "v"], [A, "m", "w"]).cookiesForURL(A)`,
    gives: { n: ["v"], m: ["w"] },
  },
  {
    name: "the same again replaces",
    code: `jarOf([A, "n", "v"], [A, "n", "w"]).cookiesForURL(A)`,
    gives: { n: ["w"] },
  },
  { name: "an empty jar", code: `new CookieJar().cookiesForURL(A)`, gives: {} },
  { name: "without a value", code: `jarOf([A, "n"]).cookiesForURL(A)`, gives: { n: [""] } },
  { name: "a number for a value", code: `jarOf([A, "n", 5]).cookiesForURL(A)`, gives: { n: ["5"] } },
  { name: "another host", code: `jarOf([A, "n", "v"]).cookiesForURL("http://b.example/")`, gives: {} },
  {
    name: "a port does not count",
    code: `jarOf([A, "n", "v"]).cookiesForURL("http://a.example:8080/x")`,
    gives: { n: ["v"] },
  },
  {
    name: "domain",
    code: `jarOf([A, "n", "v", { domain: "a.example" }]).cookiesForURL("http://sub.a.example/")`,
    gives: { n: ["v"] },
  },
  {
    name: "without a domain, subdomains get nothing",
    code: `jarOf([A, "n", "v"]).cookiesForURL("http://sub.a.example/")`,
    gives: {},
  },
  {
    name: "path",
    code:
      `[ "http://a.example/deep/er", "http://a.example/" ].map((url) => jarOf([A, "n", "v", { path: "/deep" }]).cookiesForURL(url))`,
    gives: [{ n: ["v"] }, {}],
  },
  {
    name: "secure",
    code:
      `["https://a.example/", A].map((url) => jarOf(["https://a.example/", "n", "v", { secure: true }]).cookiesForURL(url))`,
    gives: [{ n: ["v"] }, {}],
  },
  {
    name: "http_only does not matter",
    code: `jarOf([A, "n", "v", { http_only: true }]).cookiesForURL(A)`,
    gives: { n: ["v"] },
  },
  {
    name: "expires in the past",
    code: `jarOf([A, "n", "v", { expires: "Mon, 02 Jan 2006 15:04:05 GMT" }]).cookiesForURL(A)`,
    gives: {},
  },
  {
    name: "expires in the future",
    code: `jarOf([A, "n", "v", { expires: "Thu, 02 Jan 2098 15:04:05 GMT" }]).cookiesForURL(A)`,
    gives: { n: ["v"] },
  },
  { name: "max_age above 0", code: `jarOf([A, "n", "v", { max_age: 60 }]).cookiesForURL(A)`, gives: { n: ["v"] } },
  { name: "max_age 0 is none", code: `jarOf([A, "n", "v", { max_age: 0 }]).cookiesForURL(A)`, gives: { n: ["v"] } },
  {
    name: "max_age below 0 removes",
    code: `jarOf([A, "n", "v"], [A, "n", "v", { max_age: -1 }]).cookiesForURL(A)`,
    gives: {},
  },
  {
    name: "delete takes one name",
    code: `{ const jar = jarOf([A, "n", "v"], [A, "m", "w"]); jar.delete(A, "n"); return jar.cookiesForURL(A) }`,
    gives: { m: ["w"] },
  },
  {
    name: "clear takes all of the URL",
    code:
      `{ const jar = jarOf([A, "n", "v"], [A, "m", "w"], ["http://b.example/", "n", "b"]); jar.clear(A); return [jar.cookiesForURL(A), jar.cookiesForURL("http://b.example/")] }`,
    gives: [{}, { n: ["b"] }],
  },
  {
    name: "URLs that no cookie can belong to have none",
    code:
      `["nonsense", "ws://a.example/", undefined].map((url) => [new CookieJar().set(url, "n", "v"), new CookieJar().cookiesForURL(url)])`,
    gives: [[true, {}], [true, {}], [true, {}]],
  },
  {
    name: "a URL that does not parse",
    code: `new CookieJar().set("http://a b/", "n", "v")`,
    throws: 'GoError: parse "http://a b/": invalid character " " in host name',
  },
  {
    name: "methods need no this",
    code: `{ const { set, cookiesForURL } = new CookieJar(); set(A, "n", "v"); return cookiesForURL(A) }`,
    gives: { n: ["v"] },
  },
  {
    name: "the path is the URL's folder by default",
    code:
      `["http://a.example/p/q/x", "http://a.example/p/"].map((url) => jarOf(["http://a.example/p/q/r", "n", "v"]).cookiesForURL(url))`,
    gives: [{ n: ["v"] }, {}],
  },
  {
    name: "the domain of somebody else is ignored",
    code: `jarOf([A, "n", "v", { domain: "b.example" }]).cookiesForURL("http://b.example/")`,
    gives: {},
  },
  {
    name: "jars are apart",
    code: `{ const one = jarOf([A, "n", "v"]); return new CookieJar().cookiesForURL(A) }`,
    gives: {},
  },
  {
    name: "cookieJar is always the VU's",
    code: `{ cookieJar().set(A, "mine", "1"); return cookieJar().cookiesForURL(A) }`,
    gives: { mine: ["1"] },
  },
  {
    name: "the default export has both",
    code: `[http.CookieJar === CookieJar, typeof http.cookieJar]`,
    gives: [true, "function"],
  },
];

Deno.test("cookie jars keep the rules of cookies", async (t) => {
  await checkRows(t, ROWS, { prelude: PRELUDE });
});

Deno.test("a date is in k6's one notation, or an error that says so", async () => {
  const { lines } = await runScript(`${PRELUDE} export default function () {
    try { jarOf([A, "n", "v", { expires: "2006-01-02" }]) } catch (e) { console.log(e.message) }
  }`);
  assertEquals(lines.length, 1);
  assert(lines[0]!.startsWith('unable to parse "expires" date string "2006-01-02"'), lines[0]);
});

Deno.test("the VU's jar begins each iteration empty, unless cookies are to be kept", async () => {
  const script = `${PRELUDE} export default function () {
    console.log(JSON.stringify(cookieJar().cookiesForURL(A)));
    cookieJar().set(A, "n", "v" + __ITER);
  }`;
  const fresh = await runScript(script, { options: { iterations: 2 } });
  assertEquals(fresh.lines, ["{}", "{}"]);
  const kept = await runScript(script, { options: { iterations: 2, noCookiesReset: true } });
  assertEquals(kept.lines, ["{}", '{"n":["v0"]}']);
});

Deno.test("in the init context there is no VU's jar", async (t) => {
  await checkRows(t, [
    {
      name: "cookieJar",
      code: `cookieJar()`,
      throws: "GoError: Making cookie jars in the init context is not supported",
    },
    { name: "CookieJar", code: `typeof new CookieJar().set`, gives: "function" },
  ], { prelude: PRELUDE, inInit: true });
});
