/** Threads that run in this process and in this isolate, where a profiler sees them: a stand-in for `Worker`. */

import { Thread } from "../../src/runtime/thread.ts";
import type { RequestMessage, RequestName, ThreadMessage } from "../../src/runtime/thread_protocol.ts";

/** Sees what goes between threads and their host. */
export interface ThreadObserver {
  asked(request: RequestMessage<RequestName>): void;
  said(message: ThreadMessage): void;
}

/** Makes `new Worker()` start threads here from now on. */
export function hostThreadsHere(observer: ThreadObserver): void {
  globalThis.Worker = class {
    #port: MessagePort | undefined;
    readonly #thread = new Thread((message) => this.#say(message));

    postMessage(port: MessagePort): void {
      this.#port = port;
      port.onmessage = ({ data }: MessageEvent<RequestMessage<RequestName>>) => {
        observer.asked(data);
        void this.#answer(data);
      };
    }

    terminate(): void {
      this.#port?.close();
    }

    async #answer({ id, name, body }: RequestMessage<RequestName>): Promise<void> {
      this.#say({ kind: "reply", id, body: await this.#thread.handle(name, body) });
    }

    #say(message: ThreadMessage): void {
      observer.said(message);
      this.#port?.postMessage(message);
    }
  } as unknown as typeof Worker;
}
