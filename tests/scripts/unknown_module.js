// A module that nobody has.
import { nothing } from "k6/nothing";
export default function () {}
