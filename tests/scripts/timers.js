// Timers hold the iteration open and fire in their order.
export const options = { iterations: 1 };
export default function () {
  const order = [];
  setTimeout((a, b) => order.push(`c${a}${b}`), 30, 1, 2);
  setTimeout(() => order.push("a"), 0);
  setTimeout(() => order.push("b"), -5);
  clearTimeout(setTimeout(() => order.push("never"), 10));
  let beats = 0;
  const beat = setInterval(() => {
    order.push("beat");
    if (++beats === 3) {
      clearInterval(beat);
      Promise.resolve().then(() => console.log(order.join(" ")));
    }
  }, 200);
  console.log(typeof beat);
}
