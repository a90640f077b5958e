/** The version of squall: `deno.json` has it, nothing else does. */

import config from "../../deno.json" with { type: "json" };

/** For example `0.1.0`. */
export const VERSION: string = config.version;
