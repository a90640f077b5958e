// An exception in the init code ends the command.
import { sleep } from "k6";
sleep(0);
throw new TypeError("broken init code");
export default function () {}
