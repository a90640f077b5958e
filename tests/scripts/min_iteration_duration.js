// An iteration takes at least as long as asked for; its own duration is measured.
// args: --min-iteration-duration 550ms
export const options = { scenarios: { padded: { executor: "constant-vus", vus: 1, duration: "1s" } } };
export default function () {}
