import { anonymousPath, anonymousUrl, archiveName } from "../../src/runtime/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("anonymousPath takes out what only one machine has", () => {
  const cases: [path: string, anonymous: string][] = [
    ["/home/alice/x.js", "/home/nobody/x.js"],
    ["/home/alice", "/home/nobody"],
    ["/Users/alice/my tests/x.js", "/Users/nobody/my tests/x.js"],
    ["C:\\Users\\alice\\x.js", "/C/Users/nobody/x.js"],
    ["C:/Documents and Settings/alice/x.js", "/C/Documents and Settings/nobody/x.js"],
    ["/C:/x.js", "/C/x.js"],
    ["/C/home/alice/x.js", "/C/home/nobody/x.js"],
    ["/srv/home/alice/x.js", "/srv/home/alice/x.js"],
    ["/tmp/x.js", "/tmp/x.js"],
    ["/", "/"],
  ];
  for (const [path, anonymous] of cases) {
    assertEquals(anonymousPath(path), anonymous);
    // What has been looked up once can be looked up again.
    assertEquals(anonymousPath(anonymous), anonymous);
  }
});

Deno.test("archiveName and anonymousUrl name files and modules as k6 does", () => {
  const cases: [url: string, name: string, anonymous: string][] = [
    ["file:///home/alice/a%20b.js", "file/home/nobody/a b.js", "file:///home/nobody/a%20b.js"],
    ["file:///tmp/100%25%23.js", "file/tmp/100%#.js", "file:///tmp/100%25%23.js"],
    ["file:///tmp/50%.js", "file/tmp/50%.js", "file:///tmp/50%25.js"],
    ["file:///C:/Users/alice/x.js", "file/C/Users/nobody/x.js", "file:///C/Users/nobody/x.js"],
    [
      "https://example.com/lib/a%20b.js?v=1",
      "https/example.com/lib/a b.js?v=1",
      "https://example.com/lib/a%20b.js?v=1",
    ],
    ["https://example.com:8443/x.js", "https/example.com:8443/x.js", "https://example.com:8443/x.js"],
  ];
  for (const [url, name, anonymous] of cases) {
    assertEquals([archiveName(new URL(url)), anonymousUrl(new URL(url)).href], [name, anonymous]);
  }
});
