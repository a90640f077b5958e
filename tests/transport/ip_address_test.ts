import {
  formatIpAddress,
  isInRange,
  isLoopback,
  parseAddressRange,
  parseIpAddress,
} from "../../src/transport/ip_address.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("addresses are read, and written in their canonical form", async (t) => {
  const cases: [text: string, canonical: string][] = [
    ["0.0.0.0", "0.0.0.0"],
    ["127.0.0.1", "127.0.0.1"],
    ["255.255.255.255", "255.255.255.255"],
    ["::", "::"],
    ["::1", "::1"],
    ["1::", "1::"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["::ffff:7f00:1", "127.0.0.1"],
    ["64:ff9b::1.2.3.4", "64:ff9b::102:304"],
  ];
  for (const [text, canonical] of cases) {
    await t.step(text, () => {
      const address = parseIpAddress(text)!;
      assertEquals(formatIpAddress(address), canonical);
      assertEquals(parseIpAddress(canonical), address);
    });
  }
});

Deno.test("what is no address is none", () => {
  const texts = [
    "",
    "localhost",
    "1.2.3",
    "1.2.3.4.5",
    "256.1.1.1",
    "01.2.3.4",
    "1.2.3.+4",
    "127.1",
    ":",
    ":::",
    "1:2:3",
    "::1::",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7:8::",
    "g::1",
    "12345::",
    "::1.2.3",
    "1.2.3.4::",
    "[::1]",
    "::1/128",
  ];
  for (const text of texts) assertEquals(parseIpAddress(text), undefined, text);
});

Deno.test("ranges contain what shares their prefix", async (t) => {
  const cases: [range: string, canonical: string, inside: string[], outside: string[]][] = [
    ["10.0.0.0/8", "10.0.0.0/8", ["10.0.0.0", "10.255.255.255", "::ffff:10.1.1.1"], [
      "11.0.0.0",
      "9.255.255.255",
      "::a00:1",
    ]],
    ["127.0.0.1/8", "127.0.0.0/8", ["127.9.9.9"], ["128.0.0.1"]],
    ["1.2.3.4/32", "1.2.3.4/32", ["1.2.3.4"], ["1.2.3.5"]],
    ["0.0.0.0/0", "0.0.0.0/0", ["255.1.1.1"], ["::1"]],
    ["::1/128", "::1/128", ["::1"], ["::2", "0.0.0.1"]],
    ["fe80::/10", "fe80::/10", ["fe80::1", "febf::"], ["fec0::"]],
    ["::ffff:127.0.0.0/104", "127.0.0.0/8", ["127.0.0.1"], ["128.0.0.1"]],
  ];
  for (const [text, canonical, inside, outside] of cases) {
    await t.step(text, () => {
      const range = parseAddressRange(text)!;
      assertEquals(range.text, canonical);
      for (const address of inside) assertEquals(isInRange(parseIpAddress(address)!, range), true, address);
      for (const address of outside) assertEquals(isInRange(parseIpAddress(address)!, range), false, address);
    });
  }
});

Deno.test("what is no range is none", () => {
  const texts = [
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0/8",
    "::/129",
    "x/8",
    "",
    "::ffff:1.2.3.4/95",
  ];
  for (const text of texts) assertEquals(parseAddressRange(text), undefined, text);
});

Deno.test("isLoopback knows this machine", () => {
  for (const text of ["127.0.0.1", "127.255.0.1", "::1", "::ffff:127.0.0.1"]) {
    assertEquals(isLoopback(parseIpAddress(text)!), true, text);
  }
  for (const text of ["128.0.0.1", "::", "::2"]) assertEquals(isLoopback(parseIpAddress(text)!), false, text);
});
