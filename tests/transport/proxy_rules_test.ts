import { parseProxyServer } from "../../src/transport/mod.ts";
import { ProxyRules } from "../../src/transport/proxy_rules.ts";
import { assertEquals } from "../support/assert.ts";

const PROXY = { hostname: "proxy.test", port: 3128, authorization: undefined };

Deno.test("parseProxyServer reads URLs and bare addresses", async (t) => {
  const cases: [text: string, server: unknown][] = [
    ["http://proxy.test:3128", PROXY],
    ["http://proxy.test:3128/", PROXY],
    ["proxy.test:3128", PROXY],
    ["http://proxy.test", { ...PROXY, port: 80 }],
    ["127.0.0.1:9", { hostname: "127.0.0.1", port: 9, authorization: undefined }],
    ["http://[::1]:9", { hostname: "::1", port: 9, authorization: undefined }],
    ["http://us:p%40%C3%A9@proxy.test:3128", { ...PROXY, authorization: "Basic dXM6cEDDqQ==" }],
    ["http://us@proxy.test:3128", { ...PROXY, authorization: "Basic dXM6" }],
  ];
  for (const [text, server] of cases) {
    await t.step(
      text,
      () => assertEquals(parseProxyServer(text), { value: server } as ReturnType<typeof parseProxyServer>),
    );
  }
});

Deno.test("parseProxyServer refuses what is no HTTP proxy by name", () => {
  const unknown = (scheme: string, text: string) => ({
    problem: `proxy: unknown scheme: ${scheme} in '${text}': only http proxies can be used`,
  });
  for (const scheme of ["https", "socks5", "ftp"]) {
    const text = `${scheme}://proxy.test:1`;
    assertEquals(parseProxyServer(text), unknown(scheme, text));
  }
  assertEquals(parseProxyServer("http://"), {
    problem: "invalid proxy address 'http://': expected a URL such as http://proxy:3128",
  });
});

Deno.test("ws goes by HTTP_PROXY, wss by HTTPS_PROXY, loopback by neither", () => {
  const rules = new ProxyRules({ http: "plain.test:1", https: "secure.test:2" });
  const hostname = (secure: boolean, host: string) => {
    const proxy = rules.find(secure, host, 80);
    return proxy && "value" in proxy ? proxy.value.hostname : undefined;
  };
  assertEquals(hostname(false, "example.com"), "plain.test");
  assertEquals(hostname(true, "example.com"), "secure.test");
  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "::1"]) {
    assertEquals(hostname(false, host), undefined, host);
  }
});

Deno.test("a variable that names no proxy fails only the dials that need it", () => {
  const rules = new ProxyRules({ http: "socks5://proxy.test" });
  assertEquals(rules.find(true, "example.com", 443), undefined);
  assertEquals(rules.find(false, "localhost", 80), undefined);
  assertEquals(rules.find(false, "example.com", 80), {
    problem: "proxy: unknown scheme: socks5 in 'socks5://proxy.test': only http proxies can be used",
  });
});

Deno.test("NO_PROXY exempts domains with all below them, addresses, ranges, and ports of them", async (t) => {
  const cases: [no: string, exempt: [string, number][], proxied: [string, number][]][] = [
    ["*", [["anything.test", 80]], []],
    ["example.com", [["example.com", 80], ["Example.COM", 81], ["a.example.com", 80]], [["notexample.com", 80]]],
    [".example.com", [["a.example.com", 80]], [["example.com", 80]]],
    ["*.example.com", [["a.b.example.com", 80]], [["example.com", 80]]],
    ["example.com:81", [["example.com", 81]], [["example.com", 80]]],
    ["10.0.0.0/8", [["10.1.2.3", 80]], [["11.0.0.1", 80]]],
    ["10.1.2.3", [["10.1.2.3", 80]], [["10.1.2.4", 80]]],
    ["10.1.2.3:81", [["10.1.2.3", 81]], [["10.1.2.3", 80]]],
    ["2001:db8::1", [["2001:db8::1", 80]], [["2001:db8::2", 80]]],
    ["[2001:db8::1]:81", [["2001:db8::1", 81]], [["2001:db8::1", 80]]],
    [" a.test , b.test ,,:80", [["a.test", 80], ["b.test", 80]], [["c.test", 80]]],
  ];
  for (const [no, exempt, proxied] of cases) {
    await t.step(no, () => {
      const rules = new ProxyRules({ http: "proxy.test:3128", no });
      for (const [host, port] of exempt) assertEquals(rules.find(false, host, port), undefined, host);
      for (const [host, port] of proxied) assertEquals(rules.find(false, host, port), { value: PROXY }, host);
    });
  }
});
