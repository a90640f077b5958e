/** `/v1/metrics` and `/v1/groups` of real runs. */

import { assert, assertEquals, assertMatch } from "../support/assert.ts";
import { type RestCaller, runWithRest } from "../support/rest_bed.ts";

const SCRIPT = `
  import { check, group } from "k6";
  import { Counter, Gauge, Rate, Trend } from "k6/metrics";
  const [hits, level, oks, rtt] = [new Counter("hits"), new Gauge("level"), new Rate("oks"), new Trend("rtt", true)];
  export default function () {
    for (let value = 0; value <= 10; value++) rtt.add(value);
    hits.add(2, { room: "a/b" });
    level.add(7);
    oks.add(true);
    oks.add(false);
    group("outer", () => {
      check(0, { "bad": (value) => value === 1 });
      group("inner", () => check(1, { "is one": (value) => value === 1 }));
    });
    group("other", () => {});
  }`;
const OPTIONS = {
  thresholds: { rtt: ["avg<1"], "hits{room:a/b}": ["count>1"], checks: ["rate==1"], "oks{room:z}": ["rate>0"] },
};

/** Asks a run that is over and lingers, so that all numbers are in. */
async function lingering(ask: (api: RestCaller) => Promise<void>, options = OPTIONS, summaryMode = "compact" as const) {
  await runWithRest(SCRIPT, { options, settings: { linger: true, summaryMode } }, async ({ api }) => {
    await api.untilStatus(9);
    await ask(api);
  });
}

function metricOf(id: string, attributes: Readonly<Record<string, unknown>>) {
  return { type: "metrics", id, attributes: { contains: "default", tainted: null, ...attributes } };
}

/** The rate of a counter is the clock's affair. */
function withoutRates(metrics: unknown): unknown {
  return JSON.parse(
    JSON.stringify(metrics, (_key, value) => value?.count === undefined ? value : { ...value, rate: "R" }),
  );
}

Deno.test("all metrics with samples or thresholds are told with k6's numbers, submetrics behind their metric", async () => {
  await lingering(async (api) => {
    const { status, body } = await api.get("/v1/metrics");
    const { data } = body as { data: { id: string }[] };
    assertEquals(status, 200);
    const custom = data.filter(({ id }) => /^(hits|level|oks|rtt|checks)/.test(id));
    assertEquals(withoutRates(custom), [
      metricOf("checks", { type: "rate", tainted: true, sample: { rate: 0.5 } }),
      metricOf("hits", { type: "counter", sample: { count: 2, rate: "R" } }),
      metricOf("hits{room:a/b}", { type: "counter", tainted: false, sample: { count: 2, rate: "R" } }),
      metricOf("level", { type: "gauge", sample: { value: 7 } }),
      metricOf("oks", { type: "rate", sample: { rate: 0.5 } }),
      metricOf("oks{room:z}", { type: "rate", sample: { rate: 0 } }),
      metricOf("rtt", {
        type: "trend",
        contains: "time",
        tainted: true,
        sample: { avg: 5, max: 10, med: 5, min: 0, "p(90)": 9, "p(95)": 9.5 },
      }),
    ]);
    const names = data.map(({ id }) => id);
    assertEquals(names.filter((name) => /^(iterations|iteration_duration|group_duration|ws_)/.test(name)).sort(), [
      "group_duration",
      "iteration_duration",
      "iterations",
    ]);
  });
});

Deno.test("the sample of a trend keeps its numbers and their order whatever the summary shows", async () => {
  const options = { ...OPTIONS, summaryTrendStats: ["p(99)"] };
  await lingering(async (api) => {
    const response = await fetch(`${api.url}/v1/metrics/rtt`);
    assertEquals(response.headers.get("content-type"), "application/json; charset=utf-8");
    assertEquals(
      await response.text(),
      '{"data":{"type":"metrics","id":"rtt","attributes":{"type":"trend","contains":"time","tainted":true,"sample":' +
        '{"avg":5,"max":10,"med":5,"min":0,"p(90)":9,"p(95)":9.5}}}}',
    );
  }, options);
});

Deno.test("one metric is found by its name, percent-encoded or not, and others are not", async () => {
  await lingering(async (api) => {
    for (const path of ["hits{room:a/b}", "hits%7Broom%3Aa%2Fb%7D", "hits{room:a/b}?x=1"]) {
      const { status, body } = await api.get(`/v1/metrics/${path}`);
      assertEquals([status, (body as { data: { id: string } }).data.id], [200, "hits{room:a/b}"]);
    }
    const detail = "No metric with that ID was found";
    const errors = [{ status: "404", title: "Not Found", detail }];
    for (const path of ["nix", "", "ws_sessions"]) {
      assertEquals(await api.get(`/v1/metrics/${path}`), { status: 404, body: { errors } });
    }
    assertEquals((await api.get("/v1/metrics/%ff")).status, 400);
  });
});

Deno.test("metrics of a run that goes on come in about once a second", async () => {
  const script = 'import { sleep } from "k6"; export default function () { sleep(0.05); }';
  const options = { vus: 1, duration: "1h", gracefulStop: "0s" };
  await runWithRest(script, { options }, async ({ api }) => {
    const count = async (): Promise<number> => {
      const { status, body } = await api.get("/v1/metrics/iterations");
      if (status === 404) return 0;
      return (body as { data: { attributes: { sample: { count: number } } } }).data.attributes.sample.count;
    };
    const first = await api.until(count, (value) => value > 0);
    await api.until(count, (value) => value > first);
  });
});

/** The digests of the paths. */
const IDS = {
  root: "d41d8cd98f00b204e9800998ecf8427e",
};

Deno.test("groups are a list, each before those inside, with their checks and relations; the summary may be off", async () => {
  for (const summaryMode of ["compact", "disabled"] as const) {
    await lingering(
      async (api) => {
        const { body } = await api.get("/v1/groups");
        const { data } = body as { data: { id: string; attributes: { path: string } }[] };
        const idOf = (path: string): string => data.find(({ attributes }) => attributes.path === path)!.id;
        const [root, outer, inner, other] = ["", "::outer", "::outer::inner", "::other"].map(idOf);
        assertEquals(root, IDS.root);
        for (const id of [outer, inner, other]) assertMatch(id!, /^[0-9a-f]{32}$/);
        const link = (id: string | undefined) => ({ type: "groups", id });
        const checkOf = (path: string, name: string, passes: number, fails: number) => {
          const checks = (data.find(({ attributes }) => attributes.path === path)!.attributes as {
            checks?: { id: string }[];
          }).checks;
          return { id: checks?.[0]?.id, path: `${path}::${name}`, name, passes, fails };
        };
        assertEquals(data as unknown, [
          {
            ...link(root),
            attributes: { path: "", name: "", checks: null },
            relationships: { groups: { data: [link(outer), link(other)] }, parent: { data: null } },
          },
          {
            ...link(outer),
            attributes: { path: "::outer", name: "outer", checks: [checkOf("::outer", "bad", 0, 1)] },
            relationships: { groups: { data: [link(inner)] }, parent: { data: link(root) } },
          },
          {
            ...link(inner),
            attributes: { path: "::outer::inner", name: "inner", checks: [checkOf("::outer::inner", "is one", 1, 0)] },
            relationships: { groups: { data: [] }, parent: { data: link(outer) } },
          },
          {
            ...link(other),
            attributes: { path: "::other", name: "other", checks: null },
            relationships: { groups: { data: [] }, parent: { data: link(root) } },
          },
        ]);
        assertEquals(await api.get(`/v1/groups/${inner}`), { status: 200, body: { data: data[2] } });
        const errors = [{ status: "404", title: "Not Found", detail: "No group with that ID was found" }];
        assertEquals(await api.get("/v1/groups/nix"), { status: 404, body: { errors } });
      },
      OPTIONS,
      summaryMode as "compact",
    );
  }
});

Deno.test("before anything is measured there is the root, and what thresholds name", async () => {
  await runWithRest(SCRIPT, { options: { ...OPTIONS, paused: true } }, async ({ api }) => {
    await api.untilStatus(4);
    const { body } = await api.get("/v1/groups");
    assertEquals((body as { data: { id: string }[] }).data.map(({ id }) => id), [IDS.root]);
    const answer = await api.get("/v1/metrics/rtt");
    const sample = { avg: 0, max: 0, med: 0, min: 0, "p(90)": 0, "p(95)": 0 };
    assertEquals(answer.body, { data: metricOf("rtt", { type: "trend", contains: "time", sample }) });
    const list = (await api.get("/v1/metrics")).body as { data: { id: string }[] };
    const names = list.data.map(({ id }) => id);
    for (const name of ["checks", "hits", "hits{room:a/b}", "oks", "oks{room:z}", "rtt"]) assert(names.includes(name));
    assert(!names.includes("level"));
  });
});
