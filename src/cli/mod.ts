/** The command: verbs, flags, screen, log, demo server. @module */

export { main } from "./main.ts";
export { currentProgram, type Program } from "./program.ts";
