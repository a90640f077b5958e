// What k6/crypto and k6/encoding refuse, and what they give of odd arguments.
import crypto from "k6/crypto";
import encoding from "k6/encoding";
export const options = { iterations: 1 };
const tell = (name, act) => {
  try {
    const value = act();
    console.log(`${name}: ${typeof value === "object" ? JSON.stringify(value) : String(value)}`);
  } catch (error) {
    console.log(`${name} threw ${error}`);
  }
};
const hex = (buffer) => [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, "0")).join("");
export default function () {
  tell("no encoding", () => crypto.md5("a"));
  tell("binary", () => hex(crypto.md5("a", "binary")));
  tell("bad encoding", () => crypto.md5("a", "latin"));
  tell("of bytes", () => crypto.sha256(new Uint8Array([97]).buffer, "hex"));
  tell("of a view", () => crypto.sha256(new Uint8Array([97]), "hex"));
  tell("of a number", () => crypto.md5(5, "hex"));
  tell("of null", () => crypto.md5(null, "hex"));
  tell("bad hmac", () => crypto.hmac("md6", "key", "data", "hex"));
  tell("no random bytes", () => crypto.randomBytes(0));
  tell("negative random bytes", () => crypto.randomBytes(-1));
  tell("hexEncode", () => crypto.hexEncode(new Uint8Array([1, 171]).buffer));
  tell("base64url", () => crypto.sha1("a", "base64url"));
  const hmac = crypto.createHMAC("sha256", "key");
  hmac.update("a");
  tell("digest twice", () => hmac.digest("hex") === hmac.digest("hex"));
  tell("b64", () => encoding.b64encode("hällo"));
  tell("b64 of bytes", () => encoding.b64encode(new Uint8Array([255, 254]).buffer, "rawurl"));
  tell("b64 bad kind", () => encoding.b64encode("a", "nope"));
  tell("b64 decode", () => hex(encoding.b64decode("//4=")));
  tell("b64 decode url", () => encoding.b64decode("aMOkbGxv", "rawurl", "s"));
  tell("b64 decode bad", () => encoding.b64decode("???"));
}
