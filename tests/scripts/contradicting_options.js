// Two ways to say how long, in one place.
export const options = { stages: [{ duration: "1s", target: 1 }], iterations: 5 };
export default function () {}
