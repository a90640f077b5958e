// What the small modules give: digests, encodings, the library of utilities.
import crypto from "k6/crypto";
import encoding from "k6/encoding";
import { randomSeed } from "k6";
import { setTimeout as later } from "k6/timers";
export const options = { iterations: 1 };
export default function () {
  console.log(crypto.md5("a", "hex"), crypto.hmac("sha256", "key", "a", "base64"), crypto.sha1("a", "base64rawurl"));
  const hash = crypto.createHash("sha512_256");
  hash.update("a");
  console.log(hash.digest("hex"), crypto.randomBytes(5).byteLength);
  console.log(encoding.b64encode("aé?>", "url"), encoding.b64decode("YQ==", "std", "s"));
  randomSeed(42);
  console.log(Math.random() === Math.random());
  later(() => console.log("later"), 1);
}
