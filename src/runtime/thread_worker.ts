/** Where a thread begins: connects its requests to the messages of the worker that it is. */

import { ExitCode, messageOf, SquallError } from "../base/mod.ts";
import { Thread } from "./thread.ts";
import type { ErrorData, RequestMessage, RequestName, ThreadMessage } from "./thread_protocol.ts";

const worker = self as unknown as {
  onmessage: ((event: MessageEvent<RequestMessage<RequestName>>) => void) | null;
  postMessage(message: ThreadMessage, transfer?: Transferable[]): void;
};

const thread = new Thread((message, transfer) => worker.postMessage(message, transfer ?? []));

worker.onmessage = ({ data }) => void answer(data);

async function answer({ id, name, body }: RequestMessage<RequestName>): Promise<void> {
  try {
    worker.postMessage({ kind: "reply", id, body: await thread.handle(name, body) });
  } catch (error) {
    worker.postMessage({ kind: "error", id, error: toData(error) });
  }
}

function toData(error: unknown): ErrorData {
  if (error instanceof SquallError) {
    const { code, message, exitCode, hint } = error;
    return { code, message, exitCode, hint };
  }
  const message = error instanceof Error ? error.stack ?? error.message : messageOf(error);
  return { code: "INTERNAL", message, exitCode: ExitCode.InternalError, hint: undefined };
}
