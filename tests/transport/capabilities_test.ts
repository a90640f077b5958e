import { capabilitiesOf } from "../../src/transport/mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("capabilitiesOf tells runtimes apart by version", () => {
  const full = (version: string) => {
    const { runtime, ...capabilities } = capabilitiesOf(version);
    assertEquals(runtime, `Deno ${version}`);
    return new Set(Object.values(capabilities));
  };
  for (const version of ["2.8.0", "2.8.0-rc.1", "2.9.6", "2.10.0", "3.0.0"]) {
    assertEquals(full(version), new Set([true]));
  }
  for (const version of ["1.46.3", "2.0.0", "2.4.2", "2.7.14"]) assertEquals(full(version), new Set([false]));
});
