/** k6's REST API: a server for a run, and a client for those who steer one. @module */

export { DEFAULT_ADDRESS } from "./address.ts";
export { type MetricResource, RestClient, type StatusAttributes } from "./rest_client.ts";
export { RestServer, type RestServerOptions } from "./rest_server.ts";
