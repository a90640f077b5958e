/** What there is to say about single modules of k6, what they export and what their objects have. */

import type { Remarks } from "./remarks.ts";

/** Remarks about whole modules. */
export const MODULE_REMARKS: Remarks = {
  "k6/websockets": ["better", "members of the platform's `WebSocket` that k6 lacks, and the server's answer"],
  "k6/experimental/websockets": ["same", "the same as `k6/websockets`, with a warning"],
  "jslib:k6-utils": [
    "better",
    "built in at its usual addresses, such as `https://jslib.k6.io/k6-utils/1.4.0/index.js`",
  ],
};

/** Remarks about exports, by module and name with a space between. */
export const EXPORT_REMARKS: Remarks = {};

/** Remarks about members of objects, by module, object and name with spaces between. */
export const MEMBER_REMARKS: Remarks = {
  "k6/http RequestParams auth": ["differs", "`ntlm` is refused by name"],
  "k6/http Response proto": ["differs", "never `HTTP/2.0`"],
  "k6/http Response ocsp": ["differs", "empty: the runtime does not tell"],
  "k6/html Selection single": ["refused", "`find(selector).first()`"],
  "k6/websockets WebSocket bufferedAmount": ["better", "never negative"],
  "k6/websockets WebSocket send": ["better", "copies what it is given at once"],
  "k6/websockets WebSocket close": ["better", "does not block while connecting; the wait for the server is bounded"],
};
