/** Which places of a module get code to wait for a pause. */

import type { CandidateKind, FunctionInfo } from "./function_info.ts";
import type { ClassNode, Node } from "./syntax.ts";

/** How a place waits. */
export interface Site {
  /** As found; of a call, also how it is made. A `job` does not pause, but must keep the order of promise jobs. */
  readonly kind: CandidateKind | "method" | "promise" | "job" | "construct";
  /** Of a property that is read and then written: whether reading it may pause. */
  readonly reads?: boolean;
  /** Of a property that is written: whether writing it may pause. */
  readonly writes?: boolean;
}

/** What is decided for one module before its code is written. */
export interface ModulePlan {
  readonly sites: ReadonlyMap<Node, Site>;
  /** The functions that may pause. */
  readonly coloured: ReadonlySet<FunctionInfo>;
  /** The classes whose instance fields are initialised where a pause can be waited for. */
  readonly waitingFields: ReadonlySet<ClassNode>;
  /** The classes whose static parts are. */
  readonly waitingStatics: ReadonlySet<ClassNode>;
  /** Whether anything in the whole program may pause. If not, nothing has to be watched. */
  readonly mayPause: boolean;
}
