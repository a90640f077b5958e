import { checkRows, type Row } from "../support/script_table.ts";

const PRELUDE = `import encoding, { b64decode, b64encode } from "k6/encoding";
const bytes = (buffer) => [...new Uint8Array(buffer)];`;

const WRONG_TYPE = "expected string, []byte or ArrayBuffer";

const ROWS: readonly Row[] = [
  { name: "text as UTF-8", code: `b64encode("héllo")`, gives: "aMOpbGxv" },
  { name: "no form is std", code: `b64encode("a")`, gives: "YQ==" },
  { name: "rawstd has no padding", code: `b64encode("a", "rawstd")`, gives: "YQ" },
  { name: "url has other letters", code: `b64encode("hé?>llo>>", "url")`, gives: "aMOpPz5sbG8-Pg==" },
  { name: "rawurl has both", code: `b64encode("hé?>llo>>", "rawurl")`, gives: "aMOpPz5sbG8-Pg" },
  { name: "an unknown form is std", code: `b64encode("a", "zzz")`, gives: "YQ==" },
  { name: "a buffer", code: `b64encode(new Uint8Array([1, 2, 3]).buffer)`, gives: "AQID" },
  { name: "what a view shows", code: `b64encode(new Uint8Array([0, 1, 2, 3]).subarray(1))`, gives: "AQID" },
  { name: "a number is refused", code: `b64encode(5)`, throws: `GoError: invalid type int64, ${WRONG_TYPE}` },
  { name: "null is refused", code: `b64encode(null)`, throws: `GoError: invalid type <nil>, ${WRONG_TYPE}` },
  {
    name: "an array is refused",
    code: `b64encode([1])`,
    throws: `GoError: invalid type []interface {}, ${WRONG_TYPE}`,
  },
  { name: "decodes to a buffer", code: `bytes(b64decode("aGk="))`, gives: [104, 105] },
  { name: "decodes to text", code: `b64decode("aGk=", "std", "s")`, gives: "hi" },
  { name: "any other format is a buffer", code: `bytes(b64decode("aGk=", "std", "x"))`, gives: [104, 105] },
  { name: "decodes rawstd", code: `b64decode("aGk", "rawstd", "s")`, gives: "hi" },
  { name: "decodes url", code: `bytes(b64decode("_-8=", "url"))`, gives: [255, 239] },
  { name: "nothing is nothing", code: `b64decode("", "std", "s")`, gives: "" },
  { name: "line ends are passed over", code: `b64decode("aG\\r\\nk=\\n", "std", "s")`, gives: "hi" },
  {
    name: "a blank is refused",
    code: `b64decode("aG k=", "std", "s")`,
    throws: "GoError: illegal base64 data at input byte 2",
  },
  {
    name: "other letters are refused",
    code: `b64decode("!!!")`,
    throws: "GoError: illegal base64 data at input byte 0",
  },
  {
    name: "missing padding is refused",
    code: `b64decode("aGk")`,
    throws: "GoError: illegal base64 data at input byte 0",
  },
  {
    name: "padding that does not belong is refused",
    code: `b64decode("aGk=", "rawstd")`,
    throws: "GoError: illegal base64 data at input byte 0",
  },
  { name: "one letter is refused", code: `b64decode("aGkx1")`, throws: "GoError: illegal base64 data at input byte 4" },
  {
    name: "methods of the default export",
    code: `encoding.b64decode(encoding.b64encode("x"), "std", "s")`,
    gives: "x",
  },
];

Deno.test("k6/encoding writes and reads base64 as k6 does", async (t) => {
  await checkRows(t, ROWS, { prelude: PRELUDE });
});

Deno.test("k6/encoding works in the init context", async (t) => {
  await checkRows(t, ROWS.slice(0, 1), { prelude: PRELUDE, inInit: true });
});
