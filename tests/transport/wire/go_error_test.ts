import { dialErrorText, joinHostPort, readTimeoutText, socketErrorText } from "../../../src/transport/wire/go_error.ts";
import { isTlsError, tlsErrorText } from "../../../src/transport/wire/tls_error.ts";
import { assertEquals } from "../../support/assert.ts";

function systemError(code: string | undefined, syscall?: string, message = "as the system says"): Error {
  return Object.assign(
    new Error(message),
    code === undefined ? {} : { code },
    syscall === undefined ? {} : { syscall },
  );
}

Deno.test("dialErrorText says what Go says", async (t) => {
  const cases: [code: string | undefined, syscall: string | undefined, detail: string][] = [
    ["ECONNREFUSED", "connect", "connect: connection refused"],
    ["EHOSTUNREACH", "connect", "connect: no route to host"],
    ["ENETUNREACH", "connect", "connect: network is unreachable"],
    ["ETIMEDOUT", "connect", "connect: connection timed out"],
    ["EINVAL", "connect", "connect: cannot assign requested address"],
    ["EINVAL", "bind", "bind: cannot assign requested address"],
    ["EADDRINUSE", "connect", "bind: address already in use"],
    ["EMFILE", "connect", "socket: too many open files"],
    ["ECONNRESET", undefined, "connect: connection reset by peer"],
    ["EUNHEARDOF", "connect", "connect: as the system says"],
    [undefined, undefined, "as the system says"],
  ];
  for (const [code, syscall, detail] of cases) {
    await t.step(`${code} ${syscall}`, () => {
      assertEquals(dialErrorText(systemError(code, syscall), "10.0.0.1:80"), `dial tcp 10.0.0.1:80: ${detail}`);
    });
  }
});

Deno.test("failed reads and writes name both ends", () => {
  const endpoints = { path: "10.0.0.1:5000->10.0.0.2:80", hostname: "h.test" };
  assertEquals(
    socketErrorText("write", systemError("EPIPE"), endpoints),
    "write tcp 10.0.0.1:5000->10.0.0.2:80: write: broken pipe",
  );
  assertEquals(
    socketErrorText("read", systemError("ECONNRESET"), endpoints),
    "read tcp 10.0.0.1:5000->10.0.0.2:80: read: connection reset by peer",
  );
  assertEquals(
    socketErrorText("read", systemError(undefined), endpoints),
    "read tcp 10.0.0.1:5000->10.0.0.2:80: as the system says",
  );
  const alert = systemError(
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    undefined,
    "received fatal alert: CertificateRequired",
  );
  assertEquals(socketErrorText("read", alert, endpoints), "remote error: tls: certificate required");
  assertEquals(readTimeoutText(endpoints), "read tcp 10.0.0.1:5000->10.0.0.2:80: i/o timeout");
});

Deno.test("joinHostPort puts brackets around IPv6", () => {
  assertEquals([joinHostPort("::1", 80), joinHostPort("h", "80")], ["[::1]:80", "h:80"]);
});

const VERIFY = "tls: failed to verify certificate: x509: ";
const ALTNAMES = "Host: x. is not in the cert's altnames: DNS:a.test, DNS:b.test, IP Address:127.0.0.1, IP Address:::1";

Deno.test("tlsErrorText says what Go says", async (t) => {
  const alert = (name: string) => `received fatal alert: ${name}`;
  const cases: [code: string, message: string, hostname: string, text: string][] = [
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "", "h", `${VERIFY}certificate signed by unknown authority`],
    ["SELF_SIGNED_CERT_IN_CHAIN", "", "h", `${VERIFY}certificate signed by unknown authority`],
    [
      "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
      "",
      "h",
      `${VERIFY}certificate signed by unknown authority, or it has expired: the runtime does not tell the two apart`,
    ],
    ["CERT_HAS_EXPIRED", "", "h", `${VERIFY}certificate has expired or is not yet valid`],
    ["ERR_TLS_CERT_ALTNAME_INVALID", ALTNAMES, "x", `${VERIFY}certificate is valid for a.test, b.test, not x`],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      ALTNAMES,
      "10.0.0.1",
      `${VERIFY}certificate is valid for 127.0.0.1, ::1, not 10.0.0.1`,
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "no names",
      "x",
      `${VERIFY}certificate is not valid for any names, but wanted to match x`,
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "DNS:a.test",
      "10.0.0.1",
      `${VERIFY}cannot validate certificate for 10.0.0.1 because it doesn't contain any IP SANs`,
    ],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "", "h", "tls: first record does not look like a TLS handshake"],
    [
      "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION",
      alert("ProtocolVersion"),
      "h",
      "remote error: tls: protocol version not supported",
    ],
    ["ERR_SSL_X", alert("NoApplicationProtocol"), "h", "remote error: tls: no application protocol"],
    ["ERR_SSL_X", alert("HandshakeFailure"), "h", "remote error: tls: handshake failure"],
    ["ERR_SSL_X", alert("UnknownCA"), "h", "remote error: tls: unknown certificate authority"],
    ["ERR_SSL_X", "something new", "h", "tls: something new"],
  ];
  for (const [code, message, hostname, text] of cases) {
    await t.step(`${code} ${message}`, () => {
      const error = systemError(code, undefined, message);
      assertEquals([isTlsError(error), tlsErrorText(error, hostname)], [true, text]);
    });
  }
  const verdict = systemError(undefined, undefined, "invalid peer certificate: UnknownIssuer");
  assertEquals([isTlsError(verdict), tlsErrorText(verdict, "h")], [
    true,
    `${VERIFY}certificate signed by unknown authority`,
  ]);
  assertEquals([isTlsError(systemError("ECONNRESET")), isTlsError(systemError(undefined))], [false, false]);
});
