import { DEFAULT_DNS, type DnsSettings } from "../../../src/transport/mod.ts";
import { DialError } from "../../../src/transport/wire/dial_error.ts";
import { NameResolver, type ResolvedAddress } from "../../../src/transport/wire/name_resolver.ts";
import { assertEquals, assertRejects } from "../../support/assert.ts";
import { ManualClock } from "../../support/manual_clock.ts";

const ANSWER: readonly ResolvedAddress[] = [
  { address: "10.0.0.1", family: 4 },
  { address: "::1", family: 6 },
  { address: "10.0.0.2", family: 4 },
  { address: "::2", family: 6 },
  { address: "10.0.0.3", family: 4 },
];

/** A resolver whose look-ups are counted and answered by the test. */
class Bed {
  readonly clock = new ManualClock();
  readonly asked: string[] = [];
  readonly resolver: NameResolver;
  answer: readonly ResolvedAddress[] | Error = ANSWER;

  constructor(random: () => number = () => 0) {
    const lookUp = (hostname: string) => {
      this.asked.push(hostname);
      return this.answer instanceof Error ? Promise.reject(this.answer) : Promise.resolve(this.answer);
    };
    this.resolver = new NameResolver(this.clock, lookUp, random);
  }

  resolve(dns: Partial<DnsSettings> = {}, hostname = "h.test"): Promise<string[]> {
    return this.resolver.resolve(hostname, { ...DEFAULT_DNS, select: "first", ...dns });
  }
}

Deno.test("policy decides which families are dialled, and in which order", async (t) => {
  const cases: [policy: DnsSettings["policy"], addresses: string[]][] = [
    ["preferIPv4", ["10.0.0.1", "::1"]],
    ["preferIPv6", ["::1", "10.0.0.1"]],
    ["onlyIPv4", ["10.0.0.1"]],
    ["onlyIPv6", ["::1"]],
    ["any", ["10.0.0.1"]],
  ];
  for (const [policy, addresses] of cases) {
    await t.step(policy, async () => assertEquals(await new Bed().resolve({ policy }), addresses));
  }
});

Deno.test("a family that has no address is left out, or is an error where it is the only one", async () => {
  const bed = new Bed();
  bed.answer = [{ address: "::1", family: 6 }];
  assertEquals(await bed.resolve({ policy: "preferIPv4" }), ["::1"]);
  await assertRejects(() => bed.resolve({ policy: "onlyIPv4" }), DialError, "lookup h.test: no such host");
});

Deno.test("select takes the first address, one after the other, or any", async () => {
  const bed = new Bed();
  const take = async (select: DnsSettings["select"], times: number) => {
    const taken = [];
    for (let i = 0; i < times; i++) taken.push((await bed.resolve({ select, policy: "onlyIPv4" }))[0]);
    return taken;
  };
  assertEquals(await take("first", 3), ["10.0.0.1", "10.0.0.1", "10.0.0.1"]);
  assertEquals(await take("roundRobin", 4), ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.1"]);
  const draws = [0.99, 0.34, 0];
  const random = new Bed(() => draws.shift()!);
  const drawn = [];
  for (let i = 0; i < 3; i++) drawn.push((await random.resolve({ select: "random", policy: "onlyIPv4" }))[0]);
  assertEquals(drawn, ["10.0.0.3", "10.0.0.2", "10.0.0.1"]);
});

Deno.test("answers are kept as long as ttl says", async () => {
  const bed = new Bed();
  await bed.resolve({ ttl: 1000 });
  bed.clock.advance(999);
  await bed.resolve({ ttl: 1000 });
  assertEquals(bed.asked.length, 1);
  bed.clock.advance(1);
  await bed.resolve({ ttl: 1000 });
  assertEquals(bed.asked.length, 2);
  await bed.resolve({ ttl: 0 });
  await bed.resolve({ ttl: 0 });
  assertEquals(bed.asked.length, 4);
  bed.clock.advance(1e12);
  await bed.resolve({ ttl: Infinity });
  assertEquals(bed.asked.length, 4);
});

Deno.test("dials that start together share one question, each name its own", async () => {
  const bed = new Bed();
  await Promise.all([bed.resolve(), bed.resolve(), bed.resolve({}, "other.test")]);
  assertEquals(bed.asked, ["h.test", "other.test"]);
});

Deno.test("a failure is told in Go's words, and not kept", async (t) => {
  const cases: [code: string, text: string][] = [
    ["ENOTFOUND", "lookup h.test: no such host"],
    ["EAI_AGAIN", "lookup h.test: Temporary failure in name resolution"],
    ["EMFILE", "lookup h.test: socket: too many open files"],
  ];
  for (const [code, text] of cases) {
    await t.step(code, async () => {
      const bed = new Bed();
      bed.answer = Object.assign(new Error("getaddrinfo"), { code });
      await assertRejects(() => bed.resolve(), DialError, text);
      bed.answer = ANSWER;
      assertEquals(await bed.resolve({ policy: "any" }), ["10.0.0.1"]);
    });
  }
});

Deno.test("the answers of a thousand names are kept, and the oldest ones make room", async () => {
  const bed = new Bed();
  for (let i = 0; i <= 1024; i++) await bed.resolve({}, `h${i}.test`);
  bed.asked.length = 0;
  await bed.resolve({}, "h1.test");
  await bed.resolve({}, "h0.test");
  assertEquals(bed.asked, ["h0.test"]);
});
