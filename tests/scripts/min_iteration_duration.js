// An iteration takes at least as long as asked for; its own duration is measured.
// args: --min-iteration-duration 400ms
export const options = { vus: 1, duration: "1s", gracefulStop: "5s" };
export default function () {}
