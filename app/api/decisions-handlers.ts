import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readContactOf } from "#db/reads/conversations.ts";
import { readDecision, readDecisions } from "#db/reads/decisions.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the decisions group. */
export const decisionsHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "decisions", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        get: ({ params }) =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const decision = await readDecision(tx, params.decisionId);
            if (decision === null) {
              throw new ActionRefused({
                kind: "not_found",
                message: "There is no such decision.",
              });
            }
            return decision;
          }),
        ofConversation: ({ params }) =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const { conversationId } = params;
            if ((await readContactOf(tx, conversationId)) === null) throw noConversation();
            return { decisions: await readDecisions(tx, conversationId) };
          }),
      }),
    ),
  );
