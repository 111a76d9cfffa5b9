import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import type { Tx } from "#db/client.ts";
import { readConversationRow, readConversationRows } from "#db/reads/conversations.ts";
import { readEvents } from "#db/reads/events.ts";
import { assign } from "#engine/actions/assign.ts";
import { changeTags } from "#engine/actions/change-tags.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import { handBack } from "#engine/actions/hand-back.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import type { Outcome } from "#engine/actions/outcome.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { reopen } from "#engine/actions/reopen.ts";
import { resolve } from "#engine/actions/resolve.ts";
import { setConversationMode } from "#engine/actions/set-conversation-mode.ts";
import { takeOver } from "#engine/actions/take-over.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the conversations group: reads by db/reads, acts by the actions everybody else uses. */
export const conversationsHandlers = (services: Services) => {
  const read = <T>(run: (tx: Tx) => Promise<T>) =>
    readAsCaller(services, "conversations.read", run);

  type Keyed = { readonly headers: { readonly "idempotency-key"?: string | undefined } };
  type Action<Input> = (deps: Services, env: Envelope, input: Input) => Promise<Outcome>;
  /** An action under the caller's envelope. */
  const act = <Input>(action: Action<Input>, request: Keyed, input: Input) =>
    Effect.gen(function* () {
      const env = (yield* Caller).envelope(request.headers["idempotency-key"]);
      const outcome = yield* attempt(services, env, () => action(services, env, input));
      return { seq: outcome.seq, id: outcome.id, duplicate: outcome.duplicate };
    });

  return HttpApiBuilder.group(api, "conversations", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: ({ query }) =>
          read(async (tx) => {
            const { view = "all", status = "open", limit = 50, tag } = query;
            const { beforeUpdatedAt, beforeId } = query;
            const before =
              beforeUpdatedAt === undefined || beforeId === undefined
                ? undefined
                : { updatedAt: beforeUpdatedAt, id: beforeId };
            const page = { view, status, limit, tag: tag?.toLowerCase(), memberId: null, before };
            return { conversations: await readConversationRows(tx, page) };
          }),
        get: ({ params }) =>
          read(async (tx) => {
            const row = await readConversationRow(tx, params.conversationId, null);
            if (row === null) throw noConversation();
            return row;
          }),
        events: ({ params, query }) =>
          read(async (tx) => {
            const { after = 0, limit = 100 } = query;
            const page = { after, limit, audience: "team" } as const;
            const found = await readEvents(tx, params.conversationId, page);
            // Every conversation has events: none means that there is no such conversation.
            if (found.lastSeq === 0) throw noConversation();
            return found;
          }),
        postMessage: (request) =>
          act(postMessage, request, {
            conversationId: request.params.conversationId,
            note: false,
            ...request.payload,
          }),
        takeOver: (request) => act(takeOver, request, request.params),
        handBack: (request) =>
          act(handBack, request, { ...request.params, note: request.payload.note ?? null }),
        assign: (request) =>
          act(assign, request, { ...request.params, memberId: request.payload.memberId }),
        changeTags: ({ params, payload, ...request }) =>
          act(changeTags, request, { ...params, add: [], remove: [], ...payload }),
        setMode: (request) =>
          act(setConversationMode, request, { ...request.params, mode: request.payload.mode }),
        resolve: (request) => act(resolve, request, request.params),
        reopen: (request) => act(reopen, request, request.params),
      }),
    ),
  );
};
