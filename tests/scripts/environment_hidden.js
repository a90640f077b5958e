// Without the variables of the process.
// env: COLOUR=red
// args: --include-system-env-vars=false -e SIZE=6
export default function () {
  console.log(__ENV.COLOUR, __ENV.SIZE, Object.keys(__ENV).join());
}
