/**
 * Where a thread begins: connects its requests to a port that only the main thread and squall's own code have. The
 * worker's own way to the main thread is not used: nobody listens there, and the realm is closed before a script runs.
 */

import { closeRealm } from "./guest_realm.ts";
import { Thread } from "./thread.ts";
import { toErrorData } from "./error_data.ts";
import type { RequestMessage, RequestName, ThreadMessage } from "./thread_protocol.ts";

const worker = self as unknown as { onmessage: ((event: MessageEvent<MessagePort>) => void) | null };

worker.onmessage = ({ data: port }) => {
  worker.onmessage = null;
  serve(port);
};

function serve(port: MessagePort): void {
  // Bound, so that nothing is looked up that a script might have changed.
  const postMessage = port.postMessage.bind(port);
  const nothing: Transferable[] = [];
  const post = (message: ThreadMessage, transfer?: Transferable[]): void => postMessage(message, transfer ?? nothing);
  const thread = new Thread(post, { closeRealm });

  async function answer({ id, name, body }: RequestMessage<RequestName>): Promise<void> {
    try {
      post({ kind: "reply", id, body: await thread.handle(name, body) });
    } catch (error) {
      post({ kind: "error", id, error: toErrorData(error) });
    }
  }

  port.onmessage = ({ data }: MessageEvent<RequestMessage<RequestName>>) => void answer(data);
}
