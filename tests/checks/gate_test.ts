/** How the gate counts. */

import { assertEquals } from "../support/assert.ts";
import { tallyOf } from "./gate.ts";

Deno.test("the gate counts tests and steps of all suites, and leaves out what was skipped", () => {
  const report = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="12" failures="1" errors="1" time="0.094">
    <testsuite name="./a_test.ts" tests="5" disabled="1" errors="0" failures="1">
        <testcase name="one" classname="./a_test.ts" time="0.002" line="7" col="6">
    </testsuite>
    <testsuite name="./b_test.ts" tests="7" disabled="2" errors="1" failures="0">
    </testsuite>
</testsuites>`;
  assertEquals(tallyOf(report), { passed: 7, failed: 2 });
});

Deno.test("the gate counts nothing in a report that was never written", () => {
  assertEquals(tallyOf(""), { passed: 0, failed: 0 });
});
