/** squall in a program: its sockets, its metrics, and load tests that are written in the program itself. @module */

export { connect, type ConnectParams } from "./connect.ts";
export type { ConnectionOptions } from "./connection_options.ts";
export { CookieJar } from "./cookie_jar.ts";
export { type LoadTest, loadTest, type LoadTestSettings, type VuFunction } from "./load_test.ts";
export type { LoadTestVu, MetricSpec, MetricSpecs, VuMetrics } from "./load_test_vu.ts";
export { Metrics, type MetricsOptions } from "./metrics.ts";
export type { OutsideParams } from "./outside_params.ts";
export { WebSocket, type WebSocketConstructor, type WebSocketParams } from "./web_socket.ts";
