/** The constant-vus executor: VUs that iterate for a fixed time. */

import { formatDuration } from "../base/mod.ts";
import { requireDuration, requireVus } from "./configuration_rules.ts";
import type { ExecutorKind } from "./executor_kind.ts";
import { steadyDemands, vusOnly } from "./vu_demands.ts";
import { LoopingExecutor } from "./looping_executor.ts";
import { fractionOf, timeColumn } from "./progress_columns.ts";
import type { ConstantVusScenario } from "./scenario.ts";

export const CONSTANT_VUS: ExecutorKind<ConstantVusScenario> = {
  fields: ["vus", "duration"],

  configure(base, values, refuse) {
    requireVus(base.vus, refuse);
    requireDuration(values.duration, refuse);
    return { ...base, executor: "constant-vus", duration: values.duration ?? 0 };
  },

  duration: (scenario) => scenario.duration,

  work: (scenario, share) => vusOnly(share.scale(scenario.vus), share),

  demands: (scenario, { vus }) => steadyDemands(vus, scenario.duration + scenario.gracefulStop),

  numbering: (_scenario, share) => share,

  describe: ({ duration }, { vus }) => ({ sentence: `${vus} looping VUs for ${formatDuration(duration)}`, facts: [] }),

  progress({ duration }, { vus }, { elapsed }) {
    return { fraction: fractionOf(elapsed, duration), columns: [`${vus} VUs`, timeColumn(elapsed, duration)] };
  },

  create({ duration, gracefulStop }, { vus }, host) {
    return new LoopingExecutor(host, { vus, duration, gracefulStop, rules: { claim: () => true } });
  },
};
