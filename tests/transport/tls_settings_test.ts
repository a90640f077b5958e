import { SquallError } from "../../src/base/mod.ts";
import { RUNTIME_CIPHER_SUITES } from "../../src/transport/cipher_suites.ts";
import { checkTlsParameters, type TlsIdentity, type TlsParameters, TlsSettings } from "../../src/transport/mod.ts";
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
    ["tls1.0", "tls1.1", [old("tls1.1")]],
    [undefined, "tls1.0", [old("tls1.0")]],
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

Deno.test("checkTlsParameters warns of versions that the runtime does not speak where others are left", () => {
  const warning = (version: string) =>
    `tlsVersion: the runtime does not speak ${version}: connections use tls1.2 or later`;
  for (const minVersion of ["tls1.0", "tls1.1"] as const) {
    for (const maxVersion of [undefined, "tls1.2", "tls1.3"] as const) {
      const parameters = { minVersion, ...(maxVersion && { maxVersion }) };
      assertEquals(checkTlsParameters(parameters), { problems: [], warnings: [warning(minVersion)] });
      assertEquals(
        new TlsSettings(parameters).identityFor("a.test"),
        maxVersion === undefined ? {} : {
          maxVersion: maxVersion === "tls1.2" ? "TLSv1.2" : "TLSv1.3",
        },
      );
    }
  }
});

Deno.test("checkTlsParameters refuses unknown cipher suites, and lists of which the runtime may choose none", () => {
  const all = [...RUNTIME_CIPHER_SUITES, "TLS_AES_128_GCM_SHA256"];
  const refused =
    "tlsCipherSuites: the runtime offers its own cipher suites and no others: leave the option out, or add ";
  const cases: [parameters: TlsParameters, problems: string[]][] = [
    [{ cipherSuites: ["TLS_AES_128_GCM_SHA256", "TLS_MAGIC"] }, ["tlsCipherSuites: unknown cipher suite 'TLS_MAGIC'"]],
    [{ cipherSuites: ["TLS_AES_128_GCM_SHA256"] }, [refused + RUNTIME_CIPHER_SUITES.join(", ")]],
    [{ cipherSuites: all.slice(1) }, [refused + all[0]]],
    // Nothing but the list can be chosen.
    [{ cipherSuites: all }, []],
    [{ cipherSuites: [] }, []],
    // Lists say nothing about TLS 1.3.
    [{ cipherSuites: ["TLS_AES_128_GCM_SHA256"], minVersion: "tls1.3" }, []],
  ];
  for (const [parameters, problems] of cases) {
    assertEquals(checkTlsParameters(parameters), { problems, warnings: [] });
  }
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
  const error = assertThrows(() => new TlsSettings({ maxVersion: "tls1.0", cipherSuites: ["X"] }), SquallError);
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
