/** The modules of k6 2.2, what they export, and what the objects that scripts get from them have. Names, nothing else. */

/** A module of k6. */
export interface K6Module {
  readonly exports: readonly string[];
  /** k6 1 had it, k6 2 has not. */
  readonly isOld?: true;
  /** Members of its objects, by the names that types give them. */
  readonly objects?: Readonly<Record<string, readonly string[]>>;
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

const SOCKET_PARAMS = words("headers tags jar compression");

const WEBSOCKET = words(`
  url readyState bufferedAmount extensions protocol binaryType onopen onmessage onerror onclose onping onpong send ping
  close addEventListener
`);

const BLOB = words("size type arrayBuffer bytes slice text stream");

const HTTP_CONSTANTS = words(`
  TLS_1_0 TLS_1_1 TLS_1_2 TLS_1_3 OCSP_STATUS_GOOD OCSP_STATUS_REVOKED OCSP_STATUS_SERVER_FAILED OCSP_STATUS_UNKNOWN
  OCSP_REASON_UNSPECIFIED OCSP_REASON_KEY_COMPROMISE OCSP_REASON_CA_COMPROMISE OCSP_REASON_AFFILIATION_CHANGED
  OCSP_REASON_SUPERSEDED OCSP_REASON_CESSATION_OF_OPERATION OCSP_REASON_CERTIFICATE_HOLD OCSP_REASON_REMOVE_FROM_CRL
  OCSP_REASON_PRIVILEGE_WITHDRAWN OCSP_REASON_AA_COMPROMISE
`);

/** All modules by specifier, in the order of the page. */
export const K6_MODULES: Readonly<Record<string, K6Module>> = {
  k6: { exports: words("check fail group randomSeed sleep") },
  "k6/websockets": {
    exports: words("WebSocket Blob"),
    objects: {
      Params: SOCKET_PARAMS,
      WebSocket: WEBSOCKET,
      Event: words("type target timestamp"),
      MessageEvent: words("data origin"),
      ErrorEvent: words("error"),
      CloseEvent: words("code reason"),
      Blob: BLOB,
    },
  },
  "k6/experimental/websockets": { exports: words("WebSocket Blob") },
  "k6/ws": {
    exports: words("connect"),
    objects: {
      Params: SOCKET_PARAMS,
      Response: words("status url headers body error"),
      Socket: words("on send sendBinary ping setTimeout setInterval close"),
      SocketError: words("error"),
    },
  },
  "k6/metrics": { exports: words("Counter Gauge Rate Trend"), objects: { Metric: words("name add") } },
  "k6/data": { exports: words("SharedArray") },
  "k6/timers": { exports: words("setTimeout clearTimeout setInterval clearInterval") },
  "k6/encoding": { exports: words("b64decode b64encode") },
  "k6/crypto": {
    exports: words(`
      createHash createHMAC hexEncode hmac md4 md5 randomBytes ripemd160 sha1 sha256 sha384 sha512 sha512_224 sha512_256
    `),
    objects: { Hasher: words("update digest") },
  },
  "k6/crypto/x509": { exports: words("parse getAltNames getIssuer getSubject") },
  "k6/http": {
    exports: [
      ...words(`
        get head post put patch del options request asyncRequest batch url file cookieJar CookieJar expectedStatuses
        setResponseCallback
      `),
      ...HTTP_CONSTANTS,
    ],
    objects: {
      RequestParams: words(`
        auth cookies headers jar redirects tags timeout compression responseType responseCallback throw
      `),
      Response: words(`
        status status_text url body headers cookies error error_code timings proto remote_ip remote_port tls_version
        tls_cipher_suite ocsp request json html submitForm clickLink
      `),
      Timings: words("duration blocked looking_up connecting tls_handshaking sending waiting receiving"),
      CookieJar: words("set cookiesForURL clear delete"),
      CookieOptions: words("domain path expires max_age secure http_only"),
    },
  },
  "k6/execution": {
    exports: words("instance scenario test vu"),
    objects: {
      Instance: words("iterationsInterrupted iterationsCompleted vusActive vusInitialized currentTestRunDuration"),
      Scenario: words("name executor startTime progress iterationInInstance iterationInTest"),
      Test: words("abort fail options"),
      Vu: words("idInInstance idInTest iterationInInstance iterationInScenario tags metrics"),
    },
  },
  "k6/secrets": { exports: words("get source"), objects: { SecretSource: words("get") } },
  "k6/html": {
    exports: words("parseHTML"),
    objects: {
      Selection: words(`
        add attr children closest contents data each end eq filter find first get has html index is last map next nextAll nextUntil
        not parent parents parentsUntil prev prevAll prevUntil serialize serializeArray serializeObject siblings single size
        slice text toArray url val
      `),
      Element: words(`
        attributes childElementCount childNodes children classList className contains firstChild firstElementChild
        getAttribute getAttributeNode getElementsByClassName getElementsByTagName hasAttribute hasAttributes
        hasChildNodes id innerHTML isDefaultNamespace isEqualNode isSameNode lang lastChild lastElementChild matches
        namespaceURI nextElementSibling nextSibling nodeName nodeType nodeValue ownerDocument parentElement parentNode
        previousElementSibling previousSibling querySelector querySelectorAll textContent toString
      `),
    },
  },
  "k6/experimental/fs": {
    exports: words("open SeekMode"),
    objects: { File: words("path read seek stat"), FileInfo: words("name size") },
  },
  "k6/experimental/csv": {
    exports: words("parse Parser"),
    objects: { CsvOptions: words("delimiter skipFirstLine fromLine toLine asObjects"), Parser: words("next") },
  },
  "k6/experimental/streams": {
    exports: words(`
      ReadableStream ReadableStreamDefaultReader CountQueuingStrategy WritableStream WritableStreamDefaultWriter
    `),
    objects: {
      ReadableStream: words("locked cancel getReader"),
      ReadableStreamDefaultReader: words("closed read cancel releaseLock"),
      ReadableStreamDefaultController: words("desiredSize enqueue close error"),
      CountQueuingStrategy: words("highWaterMark size"),
      WritableStream: words("locked abort close getWriter"),
      WritableStreamDefaultWriter: words("closed desiredSize ready write close abort releaseLock"),
    },
  },
  "jslib:k6-utils": {
    exports: words(`
      check findBetween getCurrentStageIndex normalDistributionStages parseDuration randomIntBetween randomItem
      randomString tagWithCurrentStageIndex tagWithCurrentStageProfile uuidv4
    `),
  },
  "k6/net/grpc": { exports: words("Client Stream") },
  "k6/browser": { exports: words("browser devices networkProfiles") },
  "k6/experimental/browser": { exports: [], isOld: true },
  "k6/experimental/grpc": { exports: [], isOld: true },
  "k6/experimental/redis": { exports: [], isOld: true },
  "k6/experimental/timers": { exports: [], isOld: true },
  "k6/experimental/tracing": { exports: [], isOld: true },
  "k6/experimental/webcrypto": { exports: [], isOld: true },
  "k6/x/…": { exports: [] },
};
