/**
 * How runs differ from k6's on purpose: only where a script cannot depend on it, or k6 is plainly broken. The page about
 * k6 lists them, and the comparison with a real k6 knows them by their names.
 */

/** A deliberate difference. */
export interface Difference {
  /** What the comparison with k6 calls it. */
  readonly name: string;
  /** Markdown. */
  readonly text: string;
}

/** In the order of the page. */
export const DIFFERENCES = [
  {
    name: "bytes",
    text:
      "`data_sent` and `data_received` are counted while a session lives, not at the end of the iteration, and count " +
      "what our own client sends: another User-Agent, another order of headers.",
  },
  {
    name: "cut-off-sessions",
    text: "A session that is cut off by the end of the run still reports `ws_session_duration`.",
  },
  {
    name: "histograms",
    text:
      "Trends are histograms of bounded memory: percentiles are exact to 0.5 %, extremes, sums and counts are exact.",
  },
  {
    name: "buffered-amount",
    text:
      "`bufferedAmount` never goes negative; data given to `send` is copied at once; `close()` does not block while " +
      "connecting; the wait for the server's close frame is bounded.",
  },
  {
    name: "message-bounds",
    text:
      "A message larger than `--max-message-size` ends its connection with 1009, and `k6/websockets` is told by an " +
      "`error` event; so it is of text that is not UTF-8 under `--strict-utf8` and of data that cannot be decompressed. " +
      "A text of more than 536,870,888 bytes is always too large: the language has no longer strings.",
  },
  {
    name: "http",
    text:
      "HTTP is HTTP/1.1, over TLS as well: `proto` never says `HTTP/2.0`. The body of a response, also an unpacked " +
      'one, may be as large as `--max-message-size`, its head 10 MiB. `auth: "ntlm"` is refused by name; `ocsp` is ' +
      'empty, since the runtime does not tell. `auth: "digest"` gives no password away before it is challenged, an ' +
      "empty body is not sent in chunks, `cookies[…].expires` is 0 where k6 has a negative number, and " +
      "`json(undefined)` is `json()`.",
  },
  {
    name: "strict-handshake",
    text: "An extension that was not asked for fails the handshake, and a close frame with one byte is answered with " +
      "1002, as the RFC says.",
  },
  {
    name: "bad-scripts",
    text:
      "A script without exported functions, a `setup` that is no function, and a promise rejected in the init code " +
      "or in `setup` exit with 107. A name that a k6 module does not have fails the load; k6 gives `undefined`.",
  },
  {
    name: "rest-api",
    text: "The REST API tells all content as JSON by its type, answers a wrong method with the right ones and a path " +
      "that does not exist with 404 where k6 says `ok`, and words errors about JSON by itself. It listens before the " +
      "script is loaded, so that an address that is not to be had is told first. A test that is paused where nothing " +
      "can resume it says so.",
  },
  {
    name: "stopped-setup",
    text:
      "A stop during `setup` does not run `teardown`. `test.abort()` in the init code of a VU shows no summary. The " +
      "reason of an abort is logged at once, not at the end.",
  },
  {
    name: "aborted-iteration",
    text: "The iteration that calls `test.abort()` is an interrupted one; k6 1 counts it as a complete one.",
  },
  {
    name: "stacks",
    text:
      "Stacks name the user's functions, lines and columns; the column is that of the name, not of the parenthesis.",
  },
  {
    name: "hidden-pauses",
    text:
      "A blocking call (`sleep`, `connect`, …) in one of the few places that cannot wait, such as a callback that a " +
      "library was given where nobody could see it, fails the iteration with an error that names the line of the call. " +
      "It is never silently wrong.",
  },
  {
    name: "setup-data",
    text:
      "What `setup` returns is JSON as the language writes it, and each virtual user has a copy that it may change; " +
      "k6 1 hands out Go's values, which ignore changes and write dates in another way.",
  },
  {
    name: "blobs",
    text: "`send` of `k6/websockets` takes a `Blob` and a `DataView`, which k6 1 refuses.",
  },
  {
    name: "init-runs",
    text:
      "The init code runs for the options, for each virtual user, and for `setup`, `teardown` and `handleSummary`, " +
      "where a script has them; k6 runs it for the summary in any case.",
  },
  {
    name: "async-groups",
    text: "An `async` function that is given to `check` or `group` is refused when its synchronous part has run; k6 " +
      "refuses it before.",
  },
  {
    name: "threshold-values",
    text:
      "The summary tells what a threshold has measured whatever `summaryTrendStats` asks for; k6 1 leaves `avg` and " +
      "others out that are not in it.",
  },
  {
    name: "machine-summary",
    text:
      "The newer form of the summary's data has metrics in an order, and all statistics of `summaryTrendStats` by " +
      "their names; `k6Version` is `squall/VERSION`. k6 1 spells some names in another way, and gives " +
      "`handleSummary` objects of Go.",
  },
  {
    name: "joined-samples",
    text: "Messages that leave in one moment are one sample of `ws_msgs_sent`, whose value is their number.",
  },
  {
    name: "execution",
    text:
      "`k6/execution` can be imported by name; in the init context its members throw when they are read, not when " +
      "they are named. Promises of `k6/secrets` are rejected with an `Error`. Lines of secrets may be empty.",
  },
  {
    name: "pages",
    text:
      "Pages of `k6/html` are what a browser makes of them: forms send what is checked and not what is disabled, a " +
      "`select` has its first option's value, the value of a `textarea` is its text, nodes that are the same are the " +
      "same. A callback's exception goes on as it is, and what crashes k6 gives `undefined`.",
  },
  {
    name: "files",
    text: "`seek` of `k6/experimental/fs` counts from behind the last byte, and `read` fills what a view shows. The " +
      "errors of it and of `k6/experimental/csv` are `Error`s. Streams settle in the order of the platform.",
  },
  {
    name: "bad-options",
    text:
      "All that is wrong with options is told at once, a line each, with its place. `rps`, `maxRedirects`, `batch`, " +
      "`batchPerHost` and `minIterationDuration` below 0, `vus: 0` and stages without a duration are errors; k6 1 " +
      "goes on with something else.",
  },
  {
    name: "random-numbers",
    text: "The numbers that `Math.random` gives after `randomSeed` repeat themselves, but are not those of k6.",
  },
  {
    name: "function-text",
    text: "`String(fn)` shows the code that runs, which is not quite the code that was written.",
  },
  {
    name: "shared-language",
    text:
      "Virtual users of a thread share the built-in objects: a script that changes `Array.prototype` changes it for " +
      "all.",
  },
  {
    name: "own-words",
    text:
      "The description of a run, the screen and errors of the command speak squall's words; texts that a script can " +
      "see are k6's.",
  },
] as const satisfies readonly Difference[];

/** The name of a deliberate difference. */
export type DifferenceName = typeof DIFFERENCES[number]["name"];
