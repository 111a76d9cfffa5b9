import { Deferred, Effect } from "effect";
import type { EventBody } from "#contract/conversation-event.ts";
import type { BusMessage } from "../runtime/event-bus.ts";
import type { ReplyTask } from "#db/writes/reply-tasks.ts";
import type { ReplyRun, StopReason } from "./run-reply.ts";

/** The replies under way in this process, by conversation. */
export type RunningReplies = {
  /** Registers a reply until `remove`. */
  add(task: ReplyTask): ReplyRun;
  remove(task: ReplyTask): void;
  has(task: ReplyTask): boolean;
  readonly size: number;
  sizeOf(tenantId: string): number;
  /** Workspaces with at least `most` replies under way. */
  fullTenants(most: number): readonly string[];
  /** Ends a reply that another worker has taken up. */
  lose(task: ReplyTask): void;
  /** Ends the reply a message of the bus concerns, if it must end. */
  hear(message: BusMessage): void;
};

/** How often a message begins anew because the visitor wrote more; then it is answered as it is. */
const maxRestarts = 3;

/** Makes an empty register. */
export const makeRunningReplies = (): RunningReplies => {
  const runs = new Map<string, { readonly task: ReplyTask; readonly run: ReplyRun }>();
  const stop = (run: ReplyRun, reason: StopReason) =>
    Effect.runSync(Deferred.succeed(run.stop, reason));

  return {
    add: (task) => {
      const run: ReplyRun = {
        stop: Deferred.makeUnsafe(),
        epoch: 0,
        latestEpoch: 0,
        decisionId: "",
        revises: null,
        hasShown: () => false,
      };
      runs.set(task.conversationId, { task, run });
      return run;
    },
    remove: (task) => void runs.delete(task.conversationId),
    has: (task) => runs.has(task.conversationId),
    get size() {
      return runs.size;
    },
    sizeOf: (tenantId) =>
      [...runs.values()].filter(({ task }) => task.tenantId === tenantId).length,
    fullTenants: (most) =>
      [...Map.groupBy(runs.values(), ({ task }) => task.tenantId)]
        .filter(([, own]) => own.length >= most)
        .map(([tenantId]) => tenantId),
    lose: ({ conversationId }) => {
      const running = runs.get(conversationId);
      if (running !== undefined) stop(running.run, "newer");
    },
    hear: (message) => {
      if (message.type === "modes") {
        for (const { task, run } of runs.values()) {
          const { tenantId, conversationId } = message;
          const concerns = conversationId === null || task.conversationId === conversationId;
          if (task.tenantId === tenantId && concerns) stop(run, "mode");
        }
        return;
      }
      if (message.type !== "committed" && message.type !== "reply.stop") return;
      const running = runs.get(message.conversationId ?? "");
      if (running?.task.tenantId !== message.tenantId) return;
      const { run, task } = running;
      if (message.type === "reply.stop") return void stop(run, "stopped");
      for (const { epoch, seq, actor, body } of message.events) {
        run.latestEpoch = Math.max(run.latestEpoch, epoch);
        const custodyChanged = run.epoch > 0 && epoch > run.epoch;
        if (custodyChanged || body.type === "conversation.resolved") stop(run, "superseded");
        const wroteMore =
          body.type === "message.posted" && actor.kind === "visitor" && seq > task.triggerSeq;
        if (endsDraft(body, run.revises)) stop(run, "superseded");
        const isDiscarded = body.type === "draft.discarded" && body.decisionId === run.decisionId;
        if (isDiscarded) stop(run, "superseded");
        // The latest ask counts, as the latest words of a visitor do.
        if (body.type === "draft.revision-asked") stop(run, "newer");
        // Beside a draft that waits it takes in what the visitor adds, and leaves out what people have answered.
        const isOther = wroteMore || (run.revises === null && endsOtherDraft(body, run.decisionId));
        if (isOther && !run.hasShown() && task.attempts <= maxRestarts) stop(run, "newer");
      }
    },
  };
};

/** Whether people sent or discarded a draft that waited: what it was about is dealt with. */
const endsOtherDraft = (body: EventBody, decisionId: string): boolean =>
  (body.type === "message.posted" || body.type === "draft.discarded") &&
  typeof body.decisionId === "string" &&
  body.decisionId !== decisionId;

/** Whether a draft has ended that is being written anew. */
const endsDraft = (body: EventBody, decisionId: string | null): boolean =>
  decisionId !== null &&
  (body.type === "message.posted" || body.type === "draft.discarded") &&
  body.decisionId === decisionId;
