// Exceptions of iterations are logged and change nothing else: values of all kinds, promises, handlers.
import { check, fail, group } from "k6";
export const options = { iterations: 6 };
export default function () {
  switch (__ITER) {
    case 0:
      throw new RangeError("too far");
    case 1:
      fail("gave up");
    case 2:
      return Promise.reject(new Error("rejected"));
    case 3:
      return void setTimeout(() => {
        throw new Error("in a timer");
      }, 1);
    case 4:
      check(1, { "throws inside": () => {
        throw new TypeError("no member");
      }, "not reached": () => true });
      break;
    case 5:
      group("inside", () => {
        throw "a text";
      });
  }
}
