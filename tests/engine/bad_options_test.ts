import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

/** The reasons for which a script with some options is refused, with lines and columns for places. */
async function reasons(options: string): Promise<string[]> {
  const script = `export const options = ${options};\nexport default function () {}\n`;
  const { exitCode, errors, stdout } = await runScript(script, { options: {} });
  assertEquals([exitCode, errors.length, stdout], [104, 1, ""]);
  const [headline, ...lines] = errors[0]!.replaceAll("file:///test/script.js:", "").split("\n\t- ");
  assertEquals(headline, "There were problems with the specified script configuration:");
  return lines;
}

Deno.test("whatever is wrong with the options of a script is told with its place", async (t) => {
  const from = ", from the script's options: ";
  const cases: [name: string, options: string, lines: string[]][] = [
    [
      "options that contradict each other",
      '{ iterations: 1, stages: [{ duration: "1s", target: 1 }] }',
      [`using \`iterations\` and \`stages\` options simultaneously is not allowed${from}1:49`],
    ],
    [
      "an unknown executor",
      '{ scenarios: { a: { executor: "constant-vsu" } } }',
      [
        "unknown executor type 'constant-vsu', did you mean constant-vus? " +
        `(options.scenarios.a.executor is "constant-vsu")${from}1:54`,
      ],
    ],
    [
      "no executor",
      "{ scenarios: { a: { vus: 1 } } }",
      [`scenario 'a' doesn't have a specified executor type (options.scenarios.a)${from}1:42`],
    ],
    [
      "an unknown field of a scenario",
      '{ scenarios: { a: { executor: "shared-iterations", vsu: 1 } } }',
      [`unknown field, did you mean vus? (options.scenarios.a.vsu is 1)${from}1:80`],
    ],
    [
      "stages without duration",
      "{ stages: [{ target: 5 }] }",
      [
        "scenario default has configuration errors: stage 1 doesn't have a duration " +
        `(stages is [{"target":5}])${from}1:34`,
      ],
    ],
    [
      "negative numbers",
      '{ vus: -1, duration: "-1s", setupTimeout: -5 }',
      [
        `setupTimeout must be positive (setupTimeout is -5)${from}1:66`,
        `scenario default has configuration errors: the number of VUs must be more than 0 (vus is -1)${from}1:31, ` +
        `the duration must be at least 1s, but is -1s (duration is -1000)${from}1:45`,
      ],
    ],
    [
      "a segment that ends after 1",
      '{ executionSegment: "1/2:3/2" }',
      [`segment end value can't be more than 1 but was 1.50 (options.executionSegment is "1/2:3/2")${from}1:44`],
    ],
    [
      "a segment that begins before 0",
      '{ executionSegment: "-1/2:1" }',
      [`segment start value must be at least 0 but was -0.50 (options.executionSegment is "-1/2:1")${from}1:44`],
    ],
    [
      "a segment that is not of its sequence",
      '{ executionSegmentSequence: "0,1/2" }',
      [
        `provided segment 0:1 can't be found in sequence 0,1/2 (executionSegmentSequence is "0,1/2")${from}1:52`,
      ],
    ],
    [
      "thresholds that cannot be read, on unknown metrics and by unsuitable methods",
      '{ thresholds: { nope: ["avg<1"], iterations: ["count>0", "bogus"], checks: ["avg<1"] } }',
      [
        'failed parsing threshold expression "bogus"; reason: malformed threshold expression ' +
        `(options.thresholds.iterations[1] is "bogus")${from}1:81`,
        `invalid threshold defined on nope; reason: no metric name "nope" found${from}1:46`,
        'invalid threshold "avg<1" applied on metric checks; reason: unsupported aggregation method avg on metric of ' +
        `type rate. supported aggregation methods for this metric are: rate${from}1:100`,
      ],
    ],
    [
      "cipher suites",
      '{ tlsCipherSuites: ["TLS_NOPE"], tlsVersion: "tls1.1" }',
      [
        `tlsCipherSuites: unknown cipher suite 'TLS_NOPE' (options.tlsCipherSuites is ["TLS_NOPE"])${from}1:43`,
        "tlsVersion: 'tls1.1' cannot be used: the runtime speaks tls1.2 and tls1.3 only " +
        `(options.tlsVersion is {"min":"tls1.1","max":"tls1.1"})${from}1:69`,
      ],
    ],
    [
      "addresses and names",
      '{ hosts: { "a.com": "x", "b.com": 5 }, blockHostnames: ["ok.com", "a*b"], blacklistIPs: ["1.1.1.1"] }',
      [
        `expected a text (options.hosts.b.com is 5)${from}1:58`,
        "invalid address 'x' for host 'a.com': expected an IP address with an optional port " +
        `(options.hosts.a.com is "x")${from}1:44`,
        "invalid hostname pattern 'a*b': expected a host name, in which only the start may be a '*' " +
        `(options.blockHostnames[1] is "a*b")${from}1:90`,
        "failed to parse CIDR '1.1.1.1': expected an address and a prefix length such as 10.0.0.0/8 " +
        `(options.blacklistIPs[0] is "1.1.1.1")${from}1:113`,
      ],
    ],
    [
      "a function that is not there",
      '{ scenarios: { a: { executor: "shared-iterations", exec: "nope" } } }',
      [`executor a: function 'nope' not found in exports (scenarios.a.exec is "nope")${from}1:81`],
    ],
  ];
  for (const [name, options, lines] of cases) {
    await t.step(name, async () => assertEquals(await reasons(options), lines));
  }
});

Deno.test("what cannot be read is not told to be missing, too", async () => {
  const place = (column: number) => `, from the script's options: 1:${column}`;
  assertEquals(await reasons('{ scenarios: { a: { executor: "constant-vus", duration: "x" } } }'), [
    'expected a duration such as 30s, 1m30s or 500ms (options.scenarios.a.duration is "x")' + place(80),
  ]);
  const script = 'export const options = { scenarios: { a: { executor: "none" } } };\nexport function a() {}\n';
  const { errors } = await runScript(script, { options: {} });
  assertEquals(errors[0]?.split("\n\t- ").length, 2);
});
