// A threshold on a metric that nobody has made ends the command.
export const options = { thresholds: { nobody_made_this: ["count>1"] } };
export default function () {}
