import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readAsksRating, readRatings } from "#db/reads/ratings.ts";
import { setAsksRating } from "#engine/ratings/set-asks-rating.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the ratings group. */
export const ratingsHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "ratings", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: ({ query }) =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const { limit = 50, beforeRatedAt, beforeConversationId, ...visitor } = query;
            const after =
              beforeRatedAt === undefined || beforeConversationId === undefined
                ? null
                : { ratedAt: beforeRatedAt, conversationId: beforeConversationId };
            const found = await readRatings(tx, { ...visitor, after, limit: limit + 1 });
            return { ratings: found.slice(0, limit), more: found.length > limit };
          }),
        asking: () =>
          readAsCaller(services, "conversations.read", async (tx) => ({
            asks: await readAsksRating(tx),
          })),
        ask: ({ payload }) =>
          Effect.gen(function* () {
            const envelope = (yield* Caller).envelope(undefined);
            return yield* attempt(services, envelope, () =>
              setAsksRating(services, envelope, payload.asks),
            );
          }),
      }),
    ),
  );
