import { SquallError } from "../../src/base/mod.ts";
import {
  DEFAULT_DNS,
  NetworkPolicy,
  parseCidr,
  parseHostOverride,
  parseHostPattern,
  parseHosts,
} from "../../src/transport/mod.ts";
import { assertEquals, assertThrows } from "../support/assert.ts";

Deno.test("hosts sends names elsewhere: a port decides first, then the more specific pattern", async (t) => {
  const policy = new NetworkPolicy({
    hosts: {
      "a.test": "10.0.0.1",
      "A.test:81": "10.0.0.2:9000",
      "*.test": "10.0.0.3",
      "*.b.test": "10.0.0.4",
      "*.test:82": "10.0.0.5:9001",
      "*suffix.org": "::1",
      "v6.test": "[::2]:9002",
      "127.0.0.9": "10.0.0.6",
    },
  });
  const cases: [host: string, port: number, target: unknown][] = [
    ["a.test", 80, { address: "10.0.0.1" }],
    ["A.TEST", 80, { address: "10.0.0.1" }],
    ["a.test", 81, { address: "10.0.0.2", port: 9000 }],
    ["a.test", 82, { address: "10.0.0.5", port: 9001 }],
    ["x.test", 80, { address: "10.0.0.3" }],
    ["x.b.test", 80, { address: "10.0.0.4" }],
    ["test", 80, undefined],
    ["suffix.org", 80, { address: "::1" }],
    ["anysuffix.org", 80, { address: "::1" }],
    ["v6.test", 80, { address: "::2", port: 9002 }],
    ["127.0.0.9", 80, { address: "10.0.0.6" }],
    ["example.com", 80, undefined],
  ];
  for (const [host, port, target] of cases) {
    await t.step(`${host}:${port}`, () => assertEquals(policy.override(host, port), target));
  }
});

Deno.test("parseHosts reports everything that is wrong, and keeps the rest", () => {
  const { entries, problems } = parseHosts({
    "good.test": "127.0.0.1",
    "a b": "127.0.0.1",
    "a.*.test": "127.0.0.1",
    "a.test:x": "127.0.0.1",
    "a.test:70000": "127.0.0.1",
    "": "127.0.0.1",
    "name.test": "localhost",
    "port.test": "127.0.0.1:99999",
    "short.test": "1.2.3",
  });
  assertEquals(entries, [{ pattern: "good.test", target: { address: "127.0.0.1" } }]);
  const pattern = (key: string) =>
    `invalid host pattern '${key}': expected a host name with an optional port, wildcards only in front`;
  const address = (key: string, value: string) =>
    `invalid address '${value}' for host '${key}': expected an IP address with an optional port`;
  assertEquals(problems, [
    pattern("a b"),
    pattern("a.*.test"),
    pattern("a.test:x"),
    pattern("a.test:70000"),
    pattern(""),
    address("name.test", "localhost"),
    address("port.test", "127.0.0.1:99999"),
    address("short.test", "1.2.3"),
  ]);
});

Deno.test("parseHostOverride, parseHostPattern and parseCidr read one value each", () => {
  assertEquals(parseHostOverride("h.test:80", "::1"), {
    value: { pattern: "h.test", port: 80, target: { address: "::1" } },
  });
  assertEquals(parseHostPattern("*.Example.COM"), { value: "*.example.com" });
  for (const text of ["*", "*.a", "*a.b", "a", "a-b.c", "1.2.3.4"]) {
    assertEquals(parseHostPattern(text), { value: text });
  }
  for (const text of ["", "a..b", "-a.test", "a-.test", "a_b", "a.*", "**.a", "a b", "a.test:1"]) {
    assertEquals(parseHostPattern(text), {
      problem: `invalid hostname pattern '${text}': expected a host name, in which only the start may be a '*'`,
    });
  }
  assertEquals(parseCidr("10.0.0.0"), {
    problem: "failed to parse CIDR '10.0.0.0': expected an address and a prefix length such as 10.0.0.0/8",
  });
});

Deno.test("blockHostnames refuses names in k6's words, but no addresses", () => {
  const policy = new NetworkPolicy({ blockHostnames: ["*.Example.com", "a.example.com", "1.2.3.4"] });
  assertEquals(
    policy.refuseHostname("b.example.com"),
    "hostname (b.example.com) is in a blocked pattern (*.example.com)",
  );
  assertEquals(
    policy.refuseHostname("A.example.com"),
    "hostname (A.example.com) is in a blocked pattern (a.example.com)",
  );
  assertEquals(policy.refuseHostname("example.com"), undefined);
  assertEquals(policy.refuseHostname("1.2.3.4"), undefined);
  const all = new NetworkPolicy({ blockHostnames: ["*"] });
  assertEquals(all.refuseHostname("anything"), "hostname (anything) is in a blocked pattern (*)");
});

Deno.test("blacklistIPs refuses addresses in k6's words", () => {
  const policy = new NetworkPolicy({ blacklistIPs: ["10.0.0.0/8", "::1/128"] });
  assertEquals(policy.refuseAddress("10.1.2.3"), "IP (10.1.2.3) is in a blacklisted range (10.0.0.0/8)");
  assertEquals(policy.refuseAddress("::ffff:10.1.2.3"), "IP (10.1.2.3) is in a blacklisted range (10.0.0.0/8)");
  assertEquals(policy.refuseAddress("0:0::1"), "IP (::1) is in a blacklisted range (::1/128)");
  assertEquals(policy.refuseAddress("11.0.0.1"), undefined);
  assertEquals(policy.refuseAddress("localhost"), undefined);
});

Deno.test("a policy without settings restricts nothing", () => {
  const policy = new NetworkPolicy();
  assertEquals(policy.dns, DEFAULT_DNS);
  assertEquals([policy.choosesAddress, policy.restrictsAddresses], [false, false]);
  assertEquals(policy.override("h", 80), undefined);
  assertEquals(policy.refuseHostname("h"), undefined);
  assertEquals(policy.refuseAddress("127.0.0.1"), undefined);
  assertEquals(policy.proxy(false, "h", 80), undefined);
});

Deno.test("a policy says whether addresses are chosen or restricted", () => {
  assertEquals(new NetworkPolicy({ dns: { ...DEFAULT_DNS, ttl: 0 } }).choosesAddress, false);
  assertEquals(new NetworkPolicy({ dns: { ...DEFAULT_DNS, select: "first" } }).choosesAddress, true);
  assertEquals(new NetworkPolicy({ dns: { ...DEFAULT_DNS, policy: "any" } }).choosesAddress, true);
  assertEquals(new NetworkPolicy({ blacklistIPs: ["::/0"] }).restrictsAddresses, true);
});

Deno.test("NetworkPolicy names all problems at once", () => {
  const error = assertThrows(
    () => new NetworkPolicy({ hosts: { "a.test": "x" }, blockHostnames: ["a b"], blacklistIPs: ["1.2.3.4"] }),
    SquallError,
  );
  assertEquals(error.code, "INVALID_NETWORK_SETTINGS");
  assertEquals(error.message.split("\n").length, 3);
});
