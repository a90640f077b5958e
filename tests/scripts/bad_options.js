// Wrong options are all told, and nothing runs.
export const options = {
  scenarios: {
    one: { executor: "constant-vus", vus: 0, duration: "5s" },
    two: { executor: "ramping-vus", stages: [{ target: 1 }] },
    three: { executor: "per-vu-iterations", exec: "missing" },
  },
};
export default function () {}
