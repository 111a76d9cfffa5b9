import { Effect } from "effect";
import { HttpServerResponse } from "effect/http";
import { HttpApiBuilder } from "effect/http-api";
import { exportResponse } from "#app/server/export-response.ts";
import type { Decision } from "#contract/decision.ts";
import type { Tx } from "#db/client.ts";
import { countDecisions, readDecisionList } from "#db/reads/decision-list.ts";
import { readContactOf } from "#db/reads/conversations.ts";
import { readDecision, readDecisions } from "#db/reads/decisions.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import { noConversation } from "#engine/actions/check-envelope.ts";
import { readBlame } from "#engine/decisions/read-blame.ts";
import { exportDecisions } from "#engine/decisions/export-decisions.ts";
import type { Services } from "#engine/runtime/services.ts";
import { actAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Decisions that fit are counted up to here. */
const mostCounted = 10_001;

/** Answers the decisions group. */
export const decisionsHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "decisions", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: ({ query }) =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const { limit = 50, beforeCreatedAt, beforeId, ...filter } = query;
            const after =
              beforeCreatedAt === undefined || beforeId === undefined
                ? null
                : { createdAt: beforeCreatedAt, id: beforeId };
            const found = await readDecisionList(tx, filter, { after, limit: limit + 1 });
            const total = await countDecisions(tx, filter, mostCounted);
            return { decisions: found.slice(0, limit), total, more: found.length > limit };
          }),
        export: ({ query: { format = "csv", ...filter } }) =>
          actAsCaller(services, async (envelope) =>
            HttpServerResponse.fromWeb(
              exportResponse(await exportDecisions(services, envelope, filter, format), format),
            ),
          ),
        get: ({ params }) =>
          readAsCaller(services, "conversations.read", (tx) => readOne(tx, params.decisionId)),
        blame: ({ params }) =>
          readAsCaller(services, "conversations.read", async (tx) => ({
            sentences: await readBlame(tx, await readOne(tx, params.decisionId)),
          })),
        ofConversation: ({ params }) =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const { conversationId } = params;
            if ((await readContactOf(tx, conversationId)) === null) throw noConversation();
            return { decisions: await readDecisions(tx, conversationId) };
          }),
      }),
    ),
  );

const readOne = async (tx: Tx, decisionId: string): Promise<Decision> => {
  const decision = await readDecision(tx, decisionId);
  if (decision !== null) return decision;
  throw new ActionRefused({ kind: "not_found", message: "There is no such decision." });
};
