/** HTML behind a response: for now it says by name that it is not there. */

import { GoError } from "../go_error.ts";
import type { Page } from "./page.ts";
import type { RequestArguments } from "./prepared_request.ts";

/** Sends a request for a form or a link. */
export type SendRequest = (given: RequestArguments, what: string) => unknown;

/** See the top of this file. */
export class ScriptPage implements Page {
  /** @param _send Sends what a form or a link leads to. */
  constructor(_send: SendRequest) {}

  html(): unknown {
    throw notThere("html");
  }

  submitForm(): unknown {
    throw notThere("submitForm");
  }

  clickLink(): unknown {
    throw notThere("clickLink");
  }
}

function notThere(name: string): GoError {
  return new GoError(`Response.${name}() is not built in squall yet: read response.body yourself`);
}
