// Promises that nobody takes care of, and those that are.
export const options = { iterations: 4 };
export default function () {
  switch (__ITER) {
    case 0:
      Promise.reject(new Error("nobody cares"));
      setTimeout(() => console.log("not reached"), 5);
      return;
    case 1: {
      const late = Promise.reject(new Error("cared for in time"));
      late.catch((error) => console.log(error.message));
      return;
    }
    case 2:
      return new Promise((_, reject) => setTimeout(() => reject("a text"), 2));
    case 3:
      Promise.resolve().then(() => console.log("a job")).then(() => {
        throw new TypeError("in a job");
      });
  }
}
