/** The demo server and the demo. @module */

export { DEFAULT_DEMO_LIMITS, type DemoLimits } from "./demo_limits.ts";
export { DEFAULT_DEMO_PORT, DemoServer, type DemoServerOptions } from "./demo_server.ts";
export { type DemoHost, runDemo } from "./run_demo.ts";
