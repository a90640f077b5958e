/**
 * The module `k6/experimental/websockets`, the old name of `k6/websockets`: types, for editors and for `deno check`.
 *
 * @module
 */

export * from "./websockets.ts";
export { default } from "./websockets.ts";
