// k6/execution: test.abort in the init code.
import exec from "k6/execution";
exec.test.abort("no need");
export default function () {}
