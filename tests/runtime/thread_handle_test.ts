import { MODULES } from "../../src/api/mod.ts";
import { SquallError } from "../../src/base/mod.ts";
import type { ThreadListener } from "../../src/runtime/hosting_thread.ts";
import { ThreadHandle } from "../../src/runtime/thread_handle.ts";
import { SCOPE_NAMES } from "../../src/runtime/vu_scope.ts";
import { loadProgram } from "../../src/script/mod.ts";
import { assertEquals, assertRejects } from "../support/assert.ts";

/** A real thread with a script loaded, and what it said. */
async function startThread(source: string) {
  const said: string[] = [];
  const printed = Promise.withResolvers<void>();
  const listener: ThreadListener = {
    metrics: () => {},
    health: () => {},
    log: (records) => {
      said.push(...records.map(({ message }) => message));
      printed.resolve();
    },
    secretAsked: () => {},
    aborted: () => {},
    markedAsFailed: () => {},
    died: (_thread, { message }) => said.push(`died: ${message}`),
  };
  const thread = new ThreadHandle(0, "inherit", listener);
  const entry = { url: new URL("file:///test/script.js"), source };
  const program = await loadProgram(entry, { builtins: MODULES, scopeNames: SCOPE_NAMES });
  await thread.request("load", {
    program,
    env: {},
    directory: "/test",
    freezes: false,
    freezesEnv: false,
    hasGlobal: true,
  });
  return { thread, said, printed: printed.promise };
}

Deno.test("a thread answers requests, and logs before it answers", async () => {
  const { thread, said } = await startThread(
    'console.log("init"); export const options = { vus: 2 }; export default () => {};',
  );
  using _ = thread;
  const { options, functions, exports } = await thread.request("inspect", undefined);
  assertEquals([options, functions.toSorted(), exports.toSorted()], ['{"vus":2}', ["default"], ["default", "options"]]);
  assertEquals(said, ["init"]);
});

Deno.test("a request that fails in the thread fails here with the same code, text and exit code", async () => {
  const { thread } = await startThread('throw new Error("boo"); export default () => {};');
  using _ = thread;
  const { code, message, exitCode, hint } = await assertRejects(
    () => thread.request("inspect", undefined),
    SquallError,
  );
  assertEquals([code, exitCode, hint], ["SCRIPT_EXCEPTION", 107, "script exception"]);
  assertEquals(message, "Error: boo\n\tat file:///test/script.js:1:7\n");
});

Deno.test("a thread that is killed fails everything that waits for it, and what is asked later", async () => {
  const { thread, said } = await startThread("while (true); export default () => {};");
  using _ = thread;
  const waiting = assertRejects(() => thread.request("inspect", undefined), SquallError);
  thread.kill("it took too long");
  thread.kill("once more");
  const later = await assertRejects(() => thread.request("flush", undefined), SquallError);
  assertEquals([(await waiting).code, later.code, later.message], ["THREAD_DIED", "THREAD_DIED", "it took too long"]);
  assertEquals([thread.isAlive, said], [false, ["died: it took too long"]]);
});
