/**
 * Scripts: from source files to code in which calls may block without blocking the thread, and that code at work.
 *
 * The loading half parses and rewrites; its heavy parts are imported when a program is loaded, never before. The
 * running half is what worker threads use. Knows neither VUs nor sockets. @module
 */

export { type ImportedModules, listImports } from "./load/list_imports.ts";
export type { BuiltinModule, LoadOptions, ModuleReader, ScriptEntry } from "./load/load_options.ts";
export { loadProgram } from "./load/load_program.ts";
export type { ExportLocator } from "./load/locate_export.ts";
export { locateExports } from "./load/place_errors.ts";
export { RemoteModules, type RemoteModulesOptions } from "./load/remote_modules.ts";
export type { LoopSteps } from "./pause/continuation.ts";
export type { Pause } from "./pause/pause.ts";
export { PauseContext, type PauseHost, type ScriptFunction } from "./pause/pause_context.ts";
export { PauseError } from "./pause/pause_error.ts";
export type { Program, ProgramExport, ProgramFunction, ProgramModule, ProgramTarget } from "./program.ts";
export type { Pausing } from "./transform/analysis/program_view.ts";
export { CompiledProgram } from "./run/compiled_program.ts";
export type { Exports, ModuleInstance, ScriptHost } from "./run/module_instance.ts";
export { createScope, createSharedScope, replaceStandardGlobal, STANDARD_GLOBALS } from "./run/scope.ts";
export { ScriptError, type ScriptErrorDetails, type SourcePosition } from "./script_error.ts";
export { formatException, installStackFormatting } from "./stack/stack_format.ts";
