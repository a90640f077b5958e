// There is nothing to run.
export const options = {};
