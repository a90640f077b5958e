/** The ground floor: errors, exit codes, durations, time, queues. Knows nothing of the other rooms. @module */

export { type Clock, LONGEST_WAKE_DELAY, SystemClock } from "./clock.ts";
export { formatDuration, parseDuration, parseGoDuration } from "./duration.ts";
export { ExitCode, type ExitCodeValue } from "./exit_code.ts";
export { demandAccess, isGranted } from "./permission.ts";
export { GoError } from "./go_error.ts";
export { jsonErrorOffset } from "./json_error.ts";
export { MinHeap } from "./min_heap.ts";
export { RingBuffer } from "./ring_buffer.ts";
export { messageOf, SquallError, type SquallErrorOptions } from "./squall_error.ts";
export { suggest } from "./suggest.ts";
export { systemReason } from "./system_error.ts";
export { Timer, TimerQueue } from "./timer_queue.ts";
