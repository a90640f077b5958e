import { SquallError } from "../../src/base/mod.ts";
import { checkTlsParameters, type TlsIdentity, TlsSettings } from "../../src/transport/mod.ts";
import { assertEquals, assertStrictEquals, assertThrows } from "../support/assert.ts";
import { CLIENT, ENCRYPTED_CLIENT_KEY, ROOT, SERVER } from "../support/tls_fixtures.ts";

Deno.test("checkTlsParameters accepts what can be done", () => {
  const none = { problems: [], warnings: [] };
  assertEquals(checkTlsParameters({}), none);
  assertEquals(checkTlsParameters({ minVersion: "tls1.2", maxVersion: "tls1.3" }), none);
  assertEquals(checkTlsParameters({ certificates: [CLIENT, { ...SERVER, domains: ["a.test"] }] }), none);
  const encrypted = { cert: CLIENT.cert, key: ENCRYPTED_CLIENT_KEY, password: "secret" };
  assertEquals(checkTlsParameters({ certificates: [encrypted] }), none);
});

Deno.test("checkTlsParameters refuses versions that the runtime does not speak, by name", async (t) => {
  const old = (version: string) => `tlsVersion: '${version}' cannot be used: the runtime speaks tls1.2 and tls1.3 only`;
  const cases: [min: string | undefined, max: string | undefined, problems: string[]][] = [
    ["tls1.0", undefined, [old("tls1.0")]],
    ["tls1.0", "tls1.1", [old("tls1.0"), old("tls1.1")]],
    ["tls1.1", "tls1.1", [old("tls1.1")]],
    ["tls1.4", undefined, ["tlsVersion: unknown TLS version 'tls1.4': expected tls1.2 or tls1.3"]],
    ["tls1.3", "tls1.2", ["tlsVersion: min 'tls1.3' is above max 'tls1.2'"]],
  ];
  for (const [min, max, problems] of cases) {
    await t.step(`${min} to ${max}`, () => {
      // Values as a script may hold them, whatever their declared type.
      const parameters = { ...(min && { minVersion: min }), ...(max && { maxVersion: max }) };
      assertEquals(checkTlsParameters(parameters as Parameters<typeof checkTlsParameters>[0]).problems, problems);
    });
  }
});

Deno.test("checkTlsParameters warns that cipher suites are not chosen, and refuses unknown ones", () => {
  const { problems, warnings } = checkTlsParameters({ cipherSuites: ["TLS_AES_128_GCM_SHA256", "TLS_MAGIC"] });
  assertEquals(problems, ["tlsCipherSuites: unknown cipher suite 'TLS_MAGIC'"]);
  assertEquals(warnings, ["tlsCipherSuites: the runtime chooses the cipher suite itself, the list has no effect"]);
});

Deno.test("checkTlsParameters reads every certificate and key, and holds them against each other", () => {
  const { problems } = checkTlsParameters({
    certificates: [
      { cert: "no PEM", key: CLIENT.key },
      { cert: CLIENT.cert, key: "no PEM" },
      { cert: CLIENT.cert, key: SERVER.key },
      { cert: CLIENT.cert, key: ENCRYPTED_CLIENT_KEY },
      { cert: CLIENT.cert, key: ENCRYPTED_CLIENT_KEY, password: "wrong" },
    ],
  });
  const beginnings = [
    "tlsAuth[0].cert: cannot be read as PEM: ",
    "tlsAuth[1].key: cannot be read as PEM: ",
    "tlsAuth[2]: the key does not belong to the certificate",
    "tlsAuth[3].key: cannot be read as PEM: ",
    "tlsAuth[4].key: cannot be read as PEM: ",
  ];
  assertEquals(problems.map((problem, i) => problem.slice(0, beginnings[i]!.length)), beginnings);
});

Deno.test("TlsSettings names all problems at once", () => {
  const error = assertThrows(() => new TlsSettings({ minVersion: "tls1.0", cipherSuites: ["X"] }), SquallError);
  assertEquals(error.code, "INVALID_TLS_SETTINGS");
  assertEquals(error.message.split("\n").length, 2);
});

Deno.test("TlsSettings chooses the certificate that is meant for a host", () => {
  const settings = new TlsSettings({
    certificates: [{ ...SERVER, domains: ["*.a.test", "b.test"] }, CLIENT, SERVER],
    minVersion: "tls1.2",
    maxVersion: "tls1.3",
    rootCertificates: [ROOT],
  });
  const common: TlsIdentity = { ca: [ROOT], minVersion: "TLSv1.2", maxVersion: "TLSv1.3" };
  assertEquals(settings.identityFor("x.a.test"), { ...common, ...SERVER });
  assertEquals(settings.identityFor("B.test"), { ...common, ...SERVER });
  assertEquals(settings.identityFor("elsewhere"), { ...common, ...CLIENT });
  assertStrictEquals(settings.identityFor("x.a.test"), settings.identityFor("b.test"));
});

Deno.test("TlsSettings without parameters leaves everything to the runtime", () => {
  const settings = new TlsSettings();
  assertEquals(settings.identityFor("h"), {});
  assertEquals([settings.insecureSkipTlsVerify, settings.hasCertificates, settings.choosesVersion], [
    false,
    false,
    false,
  ]);
});
