import { Effect, Layer, ManagedRuntime } from "effect";
import { noIdentity } from "../identity/no-identity.ts";
import { readConversationRow } from "#db/reads/conversations.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { Retrieval } from "../knowledge/retrieve.ts";
import { ModelGateway } from "../reply/model-gateway.ts";
import { extractiveProvider } from "../reply/provider.ts";
import { freePurse } from "../reply/purse.ts";
import { ReplyAgent } from "../reply/reply-agent.ts";
import { runReply } from "../reply/run-reply.ts";
import { makeRunningReplies } from "../reply/running-replies.ts";
import type { Services } from "../runtime/services.ts";

/** Lets the AI answer the visitor's newest message. Answers the seq of the newest event afterwards. */
export type DemoReply = (
  deps: ActionDeps,
  tenantId: string,
  conversationId: string,
) => Promise<number>;

/** The real reply path with the built-in model, whatever model is configured, and without a pause. */
export const openDemoReplies = (
  services: Services,
): { readonly reply: DemoReply; close(): Promise<void> } => {
  const runtime = ManagedRuntime.make(
    Layer.merge(
      ReplyAgent.layer.pipe(Layer.provide(ModelGateway.layer)),
      Retrieval.layer(services.db),
    ),
  );
  const models = { ofReply: () => ({ providers: [extractiveProvider], purse: freePurse }) };
  const crm = { read: () => Promise.resolve(null), close: () => Promise.resolve() };
  const row = async (tenantId: string, conversationId: string) => {
    const found = await services.db.tenant(tenantId, (tx) =>
      readConversationRow(tx, conversationId, null),
    );
    if (found === null) throw new Error("the demo's conversation is not there");
    return found;
  };
  return {
    close: () => runtime.dispose(),
    reply: async (deps, tenantId, conversationId) => {
      const { visitorSeq } = await row(tenantId, conversationId);
      const task = { tenantId, conversationId, triggerSeq: visitorSeq, attempts: 1 };
      const run = makeRunningReplies().add(task);
      const replyDeps = { ...deps, metrics: services.metrics, models, crm, identity: noIdentity };
      await runtime.runPromise(Effect.asVoid(runReply(replyDeps, task, run, 0)));
      return (await row(tenantId, conversationId)).lastSeq;
    },
  };
};
