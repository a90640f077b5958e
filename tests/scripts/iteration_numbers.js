// __VU and __ITER over scenarios that follow one another and share users.
export const options = {
  scenarios: {
    one: { executor: "per-vu-iterations", vus: 2, iterations: 2 },
    two: { executor: "per-vu-iterations", vus: 1, iterations: 2, startTime: "1s", exec: "other" },
  },
};
export default function () {
  console.log(`one ${__VU > 0} ${__ITER}`);
}
export function other() {
  console.log(`two ${__VU > 0} ${__ITER >= 0}`);
}
