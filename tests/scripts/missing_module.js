// A module that is not there.
import { nothing } from "./not_there.js";
export default function () {}
