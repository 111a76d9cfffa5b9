import type { WireError } from "#contract/ack.ts";
import type { DocVersioned } from "#contract/doc.ts";
import type { DocDiscuss, DocDiscussed, DocThread, ThreadAct } from "#contract/doc-thread.ts";
import { retryDelayMs } from "../core/backoff.ts";
import { isPassing } from "../core/passing.ts";
import { RetryPause } from "../core/retry-pause.ts";
import type { DocPorts, SharedDoc } from "./shared-doc.ts";

/** What is said about a page and suggested for it. */
export type DocThreadsState = {
  readonly threads: readonly DocThread[];
  /** Whether the server has told all there are, and nothing was missed since. */
  readonly isWhole: boolean;
};

/** The threads of a page. */
export type DocThreads = {
  read(): DocThreadsState;
  subscribe(listener: () => void): () => void;
  /** Does something with a thread; answers why it was refused, or null. The same id again is the same act. */
  act(threadId: string, act: ThreadAct): Promise<WireError | null>;
  close(): void;
};

/** A refused request is sent again at most so often. */
const mostRetries = 3;
/** A range may name letters that are on their way to the server: so long they are waited for, in ms. */
const patienceMs = 5_000;

/** Follows the threads of a page that is open. Call `close` when the page goes. */
export const openDocThreads = (
  doc: DocDiscuss["doc"],
  shared: Pick<SharedDoc, "read" | "subscribe">,
  { inbox }: Pick<DocPorts, "inbox">,
): DocThreads => {
  const listeners = new Set<() => void>();
  let known = new Map<string, DocThread>();
  let isWhole = false;
  let isClosed = false;
  let state: DocThreadsState = { threads: [], isWhole };
  const tell = () => {
    state = { threads: [...known.values()], isWhole };
    for (const listener of listeners) listener();
  };
  const take = (thread: DocThread) => {
    known = new Map(known).set(thread.id, thread);
    tell();
  };

  let reading = 0;
  const load = async () => {
    if (isClosed || inbox.read().link !== "online") return;
    const own = (reading += 1);
    const answer = await inbox.ask("doc.threads", { doc });
    if (isClosed || own !== reading) return;
    if (!answer.ok) {
      if (isPassing(answer.error) || answer.error.kind === "not_found") {
        pause.begin(answer.error.retryAfterMs);
      }
      return;
    }
    pause.reset();
    isWhole = true;
    // What was told while the answer was on its way is newer than the answer.
    known = new Map([...answer.threads.map((one) => [one.id, one] as const), ...told]);
    told.clear();
    tell();
  };
  const pause = new RetryPause(() => void load());
  /** Told since the threads were asked for. */
  const told = new Map<string, DocThread>();

  const hear = (message: string, payload: unknown) => {
    if (message === "resync") void load();
    // A command that saved it may have left suggestions, and has nobody to tell of them.
    if (message === "doc.versioned" && (payload as DocVersioned).doc.id === doc.id) void load();
    if (message !== "doc.discussed") return;
    const { doc: other, thread } = payload as DocDiscussed;
    if (other.id !== doc.id) return;
    told.set(thread.id, thread);
    take(thread);
  };
  let wasOnline = inbox.read().link === "online";
  const watch = () => {
    const isOnline = inbox.read().link === "online";
    if (isOnline === wasOnline) return;
    wasOnline = isOnline;
    isWhole = false;
    if (isOnline) void load();
    else tell();
  };
  const ends = [inbox.listen(hear), inbox.subscribe(watch)];
  void load();

  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    act: async (threadId, act) => {
      if ("start" in act && !(await isStored(shared))) return unavailable;
      for (let attempt = 0; ; attempt += 1) {
        const answer = await inbox.ask("doc.discuss", { doc, threadId, act });
        if (answer.ok) {
          take(answer.thread);
          return null;
        }
        if (!isPassing(answer.error) || attempt === mostRetries) return answer.error;
        const delayMs = retryDelayMs(attempt, answer.error.retryAfterMs);
        await new Promise((resolve) => setTimeout(resolve, delayMs));
      }
    },
    close: () => {
      isClosed = true;
      for (const end of ends) end();
      pause.stop();
      listeners.clear();
    },
  };
};

const unavailable: WireError = { kind: "unavailable", message: "There is no connection." };

/** Waits until the server has all that was written here. False when that takes too long. */
const isStored = (shared: Pick<SharedDoc, "read" | "subscribe">): Promise<boolean> =>
  new Promise((resolve) => {
    const isDone = () => shared.read().unsent === 0 && shared.read().status === "live";
    if (isDone()) return resolve(true);
    const end = shared.subscribe(() => {
      if (isDone()) settle(true);
    });
    const timer = setTimeout(() => settle(false), patienceMs);
    const settle = (done: boolean) => {
      clearTimeout(timer);
      end();
      resolve(done);
    };
  });
