// WebCrypto: digests, signatures, encryption.
import { check } from "k6";
export const options = { iterations: 1 };
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
const bytes = new Uint8Array([1, 2, 3, 4]);
export default async function () {
  console.log(hex(await crypto.subtle.digest("SHA-256", bytes)));
  const mac = await crypto.subtle.importKey("raw", bytes, { name: "HMAC", hash: "SHA-256" }, true, ["sign", "verify"]);
  const signature = await crypto.subtle.sign("HMAC", mac, bytes);
  console.log(hex(signature), await crypto.subtle.verify("HMAC", mac, signature, bytes));
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, true, ["encrypt", "decrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, secret);
  check(plain, { "comes back": (p) => hex(p) === "01020304", "is longer": () => secret.byteLength === 20 });
  try {
    await crypto.subtle.digest("SHA-0", bytes);
  } catch (error) {
    console.log("refused");
  }
}
