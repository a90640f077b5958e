/** Script text that writes down all events of a `k6/ws` socket, for tests of which events come, with what, and when. */

/**
 * `record(url, setUp, params)` connects, calls `setUp(socket, log)`, and returns the log: one list for each event, its name
 * and then its arguments. What `connect` throws is in it, and at the end its status.
 */
export const EVENT_LOG = `import ws from "k6/ws";
const EVENTS = ["open", "message", "binaryMessage", "ping", "pong", "close", "error"];
function show(value) {
  if (value instanceof ArrayBuffer) return { bytes: [...new Uint8Array(value)] };
  if (typeof value !== "object" || value === null) return value;
  return { error: value.error(), code: value.code, text: value.text };
}
function record(url, setUp, params) {
  const log = [];
  try {
    const response = ws.connect(url, params || {}, (socket) => {
      for (const event of EVENTS) socket.on(event, (...args) => { log.push([event, ...args.map(show)]) });
      setUp(socket, log);
    });
    log.push(["returned", response.status]);
  } catch (error) {
    log.push(["threw", String(error)]);
  }
  return log;
}
`;
