import type { MetricKind, Registry } from "../../src/metrics/mod.ts";
import { metricName, type SectionSummary, type Summary } from "../../src/report/mod.ts";
import { assertEquals } from "../support/assert.ts";
import { summaryOf } from "./summary_of_samples.ts";

/** Adds one sample of 1, defining the metric on the way. */
function add(registry: Registry, name: string, kind: MetricKind, tags: Record<string, string> = {}, value = 1): void {
  const metric = registry.metric(name) ?? registry.define(name, kind);
  registry.series(metric, registry.tags(tags)).add(value);
}

function shownNames({ total }: Summary): string[] {
  return total.metrics.map(metricName);
}

/** Names of sections inside sections, with how many samples of `hits` each has. */
function outline({ name, metrics, groups, checks }: SectionSummary): unknown[] {
  const hits = metrics.find(({ metric }) => metric === "hits")?.values["count"] ?? 0;
  return [name, hits, checks.map((check) => check.name), ...groups.map(outline)];
}

Deno.test("buildSummary shows metrics with samples, and those that thresholds name with their parents", () => {
  const emit = (registry: Registry) => {
    add(registry, "seen", "counter", { a: "1" });
    add(registry, "seen_too", "counter");
    registry.define("defined", "counter");
    registry.define("judged", "trend");
    registry.define("part_judged", "gauge");
    registry.series(registry.builtIn("ws_ping"), registry.tags({ url: "ws://x" }));
  };
  const thresholds = {
    "seen{a:1}": ["count>0"],
    "seen_too{a:1}": ["count>0"],
    judged: [],
    "part_judged{a:1}": [],
    "checks{a:1}": ["rate>0"],
  };
  assertEquals(shownNames(summaryOf(emit, { thresholds })), [
    "checks",
    "checks{a:1}",
    "seen",
    "seen{a:1}",
    "seen_too",
    "seen_too{a:1}",
    "judged",
    "part_judged",
    "part_judged{a:1}",
  ]);
  // Without thresholds only what was sampled is left.
  assertEquals(shownNames(summaryOf(emit, { thresholds, withoutThresholds: true })), ["seen", "seen{a:1}", "seen_too"]);
});

Deno.test("buildSummary measures thresholds on statistics that the summary does not show", () => {
  const thresholds = { rtt: ["p(99.9)<5", "med>1", { threshold: "max<3" }] };
  const emit = (registry: Registry) => {
    for (const value of [1, 2, 3]) add(registry, "rtt", "trend", {}, value);
  };
  const rtt = summaryOf(emit, { thresholds, trendStats: ["avg"] }).total.metrics.find(({ metric }) =>
    metric === "rtt"
  )!;
  assertEquals(rtt.values, { avg: 2 });
  assertEquals(rtt.thresholds.map(({ label, measured, ok }) => [label, measured, ok]), [
    ["p(99.9)", 2.998, true],
    ["med", 2, true],
    ["max", 3, false],
  ]);
});

Deno.test("buildSummary gives groups and scenarios sections of their own", () => {
  const { total, scenarios } = summaryOf((registry) => {
    const hit = (tags: Record<string, string>) => add(registry, "hits", "counter", tags);
    hit({ group: "" });
    hit({ group: "::setup" });
    hit({ group: "::setup::warm up" });
    hit({ scenario: "default", group: "" });
    hit({ scenario: "default", group: "::b" });
    hit({ scenario: "default", group: "::a::deep" });
    hit({ scenario: "default", group: "::a::deep", room: "1" });
    hit({ scenario: "other", group: "" });
    hit({ scenario: "other", group: "::a" });
    hit({ scenario: "Another", group: "::a" });
    hit({ group: "::teardown" });
    add(registry, "checks", "rate", { scenario: "other", group: "::a", check: "first" });
    add(registry, "checks", "rate", { scenario: "other", group: "", check: "second" });
    add(registry, "checks", "rate", { scenario: "other", group: "", check: "first" });
    add(registry, "checks", "rate", { scenario: "other", group: "" });
  }, { mode: "full" });
  assertEquals(outline(total), [
    "",
    11,
    ["first", "second"],
    ["setup", 0, [], ["warm up", 1, []]],
    ["b", 1, []],
    ["a", 0, [], ["deep", 2, []]],
  ]);
  assertEquals(scenarios.map(outline), [
    ["Another", 1, [], ["a", 1, []]],
    ["other", 2, ["first", "second"], ["a", 1, ["first"]]],
  ]);
});

Deno.test("buildSummary gives a script's own group called setup a section, unlike k6", () => {
  const { total } = summaryOf((registry) => {
    add(registry, "hits", "counter", { scenario: "default", group: "::setup" });
  }, { mode: "full" });
  assertEquals(outline(total), ["", 1, [], ["setup", 1, []]]);
});

Deno.test("buildSummary adds up checks of one name, and keeps them apart in the tree of groups", () => {
  const { total, rootGroup } = summaryOf((registry) => {
    const check = (name: string, group: string, value: number, scenario = "default") =>
      add(registry, "checks", "rate", { scenario, group, check: name }, value);
    check("ok", "", 1);
    check("ok", "::g", 0);
    check("ok", "::g", 1, "other");
    check("", "::g::h", 1);
    add(registry, "group_duration", "trend", { group: "::quiet" });
  });
  assertEquals(total.checks, [{ name: "ok", passes: 2, fails: 1 }, { name: "", passes: 1, fails: 0 }]);
  assertEquals(rootGroup, {
    name: "",
    path: "",
    checks: [{ name: "ok", passes: 1, fails: 0 }],
    groups: [
      {
        name: "g",
        path: "::g",
        checks: [{ name: "ok", passes: 1, fails: 1 }],
        groups: [{ name: "h", path: "::g::h", checks: [{ name: "", passes: 1, fails: 0 }], groups: [] }],
      },
      { name: "quiet", path: "::quiet", checks: [], groups: [] },
    ],
  });
});
