import { SquallError } from "../../src/base/mod.ts";
import { parseWebSocketUrl, type WebSocketUrl } from "../../src/transport/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

/** Go's `net/url` gave these answers. */
const CASES: [url: string, parts: Partial<WebSocketUrl>][] = [
  ["ws://h", { scheme: "ws", host: "h", hostname: "h", port: "", requestTarget: "/", fragment: "", href: "ws://h" }],
  ["WS://H:80?a b", {
    scheme: "ws",
    host: "H:80",
    hostname: "H",
    port: "80",
    requestTarget: "/?a b",
    href: "ws://H:80?a b",
  }],
  ["ws://h/a b?c d#f g", { requestTarget: "/a%20b?c d", fragment: "f g", href: "ws://h/a%20b?c d#f%20g" }],
  ["ws://h/%41%2f", { requestTarget: "/%41%2f", href: "ws://h/%41%2f" }],
  ["ws://h/%2f x", { requestTarget: "//%20x", href: "ws://h//%20x" }],
  ["ws://h/[a]!*'()", { requestTarget: "/[a]!*'()", href: "ws://h/[a]!*'()" }],
  ["ws://h/a!*'() ", { requestTarget: "/a%21%2A%27%28%29%20" }],
  ["wss://[::1]:9/x#", { host: "[::1]:9", hostname: "::1", port: "9", requestTarget: "/x", href: "wss://[::1]:9/x" }],
  ["ws://[fe80::1%25lo]:1/", { hostname: "fe80::1%lo", port: "1", href: "ws://[fe80::1%25lo]:1/" }],
  ["ws://u:p@h/", { userinfo: "u:p", host: "h", hostname: "h", href: "ws://u:p@h/" }],
  ["ws://u@:80/", { userinfo: "u", host: ":80", hostname: "", port: "80" }],
  ["ws://127.0.0.1:/", { host: "127.0.0.1:", hostname: "127.0.0.1", port: "" }],
  ["ws://h:1:2/", { host: "h:1:2", hostname: "h:1", port: "2" }],
  ["ws://é.test/ü", { host: "é.test", requestTarget: "/%C3%BC", href: "ws://%C3%A9.test/%C3%BC" }],
  ["ws://%c3%a9.test", { host: "é.test" }],
  ["ws://h?", { requestTarget: "/?", href: "ws://h?" }],
  ["ws:///x", { host: "", hostname: "", requestTarget: "/x", href: "ws:///x" }],
  ["ws:foo?q", { scheme: "ws", host: "", requestTarget: "foo?q", href: "ws:foo?q" }],
  ["http://x", { scheme: "http", host: "x" }],
  ["INVALID", { scheme: "", host: "", href: "INVALID" }],
  ["5", { scheme: "", host: "" }],
  ["", { scheme: "", host: "", requestTarget: "/", href: "" }],
  ["//h/p", { scheme: "", host: "h", requestTarget: "/p", href: "//h/p" }],
];

Deno.test("parseWebSocketUrl takes URLs apart as Go does", async (t) => {
  for (const [url, parts] of CASES) {
    await t.step(`'${url}'`, () => {
      const parsed = parseWebSocketUrl(url);
      assertEquals(parsed.text, url);
      const found = Object.keys(parts).map((key) => [key, parsed[key as keyof WebSocketUrl]]);
      assertEquals(Object.fromEntries(found), parts);
    });
  }
});

Deno.test("parseWebSocketUrl refuses URLs in Go's words", async (t) => {
  const cases: [url: string, message: string][] = [
    ["ws://a%41b/", 'parse "ws://a%41b/": invalid URL escape "%41"'],
    ["ws://[::1", `parse "ws://[::1": missing ']' in host`],
    ["ws://[::1]x/", 'parse "ws://[::1]x/": invalid port "x" after host'],
    ["ws://a[::1]/", 'parse "ws://a[::1]/": invalid IP-literal'],
    ["ws://[127.0.0.1]/", 'parse "ws://[127.0.0.1]/": invalid IP-literal'],
    ["ws://[g::1]/", 'parse "ws://[g::1]/": invalid host: ParseAddr("g::1"): unable to parse IP'],
    ["ws://h:x/", 'parse "ws://h:x/": invalid port ":x" after host'],
    ["ws://h/%zz%41", 'parse "ws://h/%zz%41": invalid URL escape "%zz"'],
    ["ws://h/%", 'parse "ws://h/%": invalid URL escape "%"'],
    ["ws://h/#%g", 'parse "ws://h/#%g": invalid URL escape "%g"'],
    ["ws://a b/", 'parse "ws://a b/": invalid character " " in host name'],
    ["ws://a\\b/", 'parse "ws://a\\\\b/": invalid character "\\\\" in host name'],
    ["ws://u p@h/", 'parse "ws://u p@h/": net/url: invalid userinfo'],
    ["ws://h\n/", 'parse "ws://h\\n/": net/url: invalid control character in URL'],
    ["://x", 'parse "://x": missing protocol scheme'],
    ["1a:b", 'parse "1a:b": first path segment in URL cannot contain colon'],
  ];
  for (const [url, message] of cases) {
    await t.step(`'${url}'`, () => {
      const error = assertThrows(() => parseWebSocketUrl(url), SquallError);
      assertEquals([error.code, error.message], ["INVALID_URL", message]);
    });
  }
});
