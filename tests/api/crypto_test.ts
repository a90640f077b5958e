/** The global `crypto` of scripts: every operation works in the closed realm of a thread, and settles when the VU is free. */

import { assertEquals } from "../support/assert.ts";
import { runScript } from "../support/run_script.ts";

const PRELUDE = `
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (n) => n.toString(16).padStart(2, "0")).join("");
  const bytes = (text) => new TextEncoder().encode(text);
  const text = (buffer) => new TextDecoder().decode(buffer);
  const { subtle } = crypto;
  const iv = new Uint8Array(12);
`;

/** Bodies of async functions, and what they return. */
const OPERATIONS: readonly [name: string, body: string, result: string][] = [
  [
    "digest SHA-1",
    `return hex(await subtle.digest("SHA-1", bytes("abc")));`,
    "a9993e364706816aba3e25717850c26c9cd0d89d",
  ],
  [
    "digest SHA-256",
    `return hex(await subtle.digest({ name: "SHA-256" }, bytes("abc")));`,
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  ],
  [
    "sign and verify with HMAC",
    `const key = await subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign", "verify"]);
     const signature = await subtle.sign("HMAC", key, bytes("abc"));
     return hex(signature) + (await subtle.verify("HMAC", key, signature, bytes("abc"))) +
       (await subtle.verify("HMAC", key, signature, bytes("abd")));`,
    "9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6abtruefalse",
  ],
  [
    "sign and verify with ECDSA",
    `const { privateKey, publicKey } = await subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
     const how = { name: "ECDSA", hash: "SHA-256" };
     return String(await subtle.verify(how, publicKey, await subtle.sign(how, privateKey, bytes("abc")), bytes("abc")));`,
    "true",
  ],
  [
    "encrypt and decrypt with AES-GCM",
    `const key = await subtle.importKey("raw", new Uint8Array(16), "AES-GCM", true, ["encrypt", "decrypt"]);
     const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, key, bytes("abc"));
     return hex(sealed).slice(0, 6) + text(await subtle.decrypt({ name: "AES-GCM", iv }, key, sealed));`,
    "62eab9abc",
  ],
  [
    "exportKey",
    `const key = await subtle.importKey("raw", bytes("0123456789abcdef"), "AES-CBC", true, ["encrypt"]);
     return text(await subtle.exportKey("raw", key)) + (await subtle.exportKey("jwk", key)).kty;`,
    "0123456789abcdefoct",
  ],
  [
    "deriveBits and deriveKey with PBKDF2",
    `const key = await subtle.importKey("raw", bytes("password"), "PBKDF2", false, ["deriveBits", "deriveKey"]);
     const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes("salt"), iterations: 2 };
     const derived = await subtle.deriveKey(how, key, { name: "AES-GCM", length: 128 }, true, ["encrypt"]);
     const bits = hex(await subtle.deriveBits(how, key, 256));
     return bits.slice(0, 16) + (hex(await subtle.exportKey("raw", derived)) === bits.slice(0, 32));`,
    "ae4d0c95af6b46d3true",
  ],
  [
    "wrapKey and unwrapKey",
    `const wrapping = await subtle.generateKey({ name: "AES-GCM", length: 128 }, false, ["wrapKey", "unwrapKey"]);
     const key = await subtle.importKey("raw", bytes("0123456789abcdef"), "AES-GCM", true, ["encrypt"]);
     const wrapped = await subtle.wrapKey("raw", key, wrapping, { name: "AES-GCM", iv });
     const back = await subtle.unwrapKey("raw", wrapped, wrapping, { name: "AES-GCM", iv }, "AES-GCM", true, ["encrypt"]);
     return text(await subtle.exportKey("raw", back));`,
    "0123456789abcdef",
  ],
  [
    "an operation that fails",
    `try { await subtle.digest("nothing", iv); } catch (error) { return error.name; }`,
    "NotSupportedError",
  ],
  [
    "a key that does not fit",
    `const key = await subtle.importKey("raw", bytes("key"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
     try { await subtle.exportKey("raw", key); } catch (error) { return error.name; }`,
    "InvalidAccessError",
  ],
  [
    "getRandomValues",
    `const a = new Uint8Array(64); return String(crypto.getRandomValues(a) === a && a.some((n) => n));`,
    "true",
  ],
  [
    "randomUUID",
    `return String(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));`,
    "true",
  ],
];

Deno.test("every operation of WebCrypto gives its result in a thread", async (t) => {
  const { lines, errors } = await runScript(`
    ${PRELUDE}
    const operations = [${OPERATIONS.map(([, body]) => `async () => { ${body} }`).join(",\n")}];
    export default async function () {
      for (const operation of operations) console.log(await operation());
    }
  `);
  assertEquals(errors, []);
  for (const [index, [name, , result]] of OPERATIONS.entries()) {
    await t.step(name, () => assertEquals(lines[index], result));
  }
});

Deno.test("a paused VU hears of no result, and others do", async () => {
  const { lines } = await runScript(
    `
      ${PRELUDE}
      import { sleep } from "k6";
      const say = (text) => console.log(__VU + " " + text);
      export default async function () {
        subtle.digest("SHA-1", iv).then(() => say("then"));
        (async () => { await subtle.digest("SHA-1", iv); say("await"); })();
        if (__VU === 2) return;
        sleep(0.3);
        say("slept");
      }
    `,
    { options: { scenarios: { it: { executor: "per-vu-iterations", vus: 2, iterations: 1 } } } },
  );
  // Which of two operations is done first is up to the runtime.
  const [first, ...others] = lines.filter((line) => line.startsWith("1"));
  assertEquals([first, ...others.sort()], ["1 slept", "1 await", "1 then"]);
  assertEquals(lines.filter((line) => line.startsWith("2")).sort(), ["2 await", "2 then"]);
  assertEquals(lines.indexOf("2 await") < lines.indexOf("1 slept"), true);
});

Deno.test("an operation without anybody who waits for it holds the iteration until it is done", async () => {
  const { lines } = await runScript(
    `
      ${PRELUDE}
      export default function () {
        const how = { name: "PBKDF2", hash: "SHA-256", salt: iv, iterations: 50000 };
        subtle.importKey("raw", iv, "PBKDF2", false, ["deriveBits"])
          .then((key) => subtle.deriveBits(how, key, 256))
          .then(() => console.log("derived " + __ITER));
      }
    `,
    { options: { iterations: 2 } },
  );
  assertEquals(lines, ["derived 0", "derived 1"]);
});

Deno.test("what a script does to its crypto stays with its VU, and code made from strings cannot spoil it", async () => {
  const { lines, errors } = await runScript(
    `
      ${PRELUDE}
      if (__VU === 1) {
        crypto.subtle.digest = () => "mine";
        crypto.randomUUID = () => "mine";
        new Function("Object.getPrototypeOf(crypto.subtle).digest = () => 'theirs'; Object.getPrototypeOf(crypto).randomUUID = () => 'theirs';")();
      }
      export default async function () {
        console.log(__VU, typeof (await crypto.subtle.digest("SHA-1", iv)), crypto.randomUUID().length);
      }
    `,
    { options: { scenarios: { it: { executor: "per-vu-iterations", vus: 2, iterations: 1 } } } },
  );
  assertEquals(errors, []);
  assertEquals(lines.toSorted(), ["1 string 4", "2 object 36"]);
});
