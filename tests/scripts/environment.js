// Variables of the process and of flags; iterations may change their own.
// env: COLOUR=red SIZE=5
// args: -e SIZE=6 -e EMPTY= --iterations 2
const first = __ENV.SIZE;
export default function () {
  __ENV.SIZE += "x";
  console.log(__ENV.COLOUR, first, __ENV.SIZE, __ENV.EMPTY === "", __ENV.MISSING, "SIZE" in __ENV, __VU, __ITER);
}
