import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readServiceHours } from "#db/reads/service-hours.ts";
import type { Services } from "#engine/runtime/services.ts";
import { openingAt } from "#engine/service-hours/opening.ts";
import { setServiceHours } from "#engine/service-hours/set-service-hours.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the hours group. */
export const hoursHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "hours", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        read: () =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const hours = await readServiceHours(tx);
            const { open, changesAt } = openingAt(hours, new Date());
            return { hours, now: { open, changesAt: changesAt?.toISOString() ?? null } };
          }),
        set: ({ payload }) =>
          Effect.gen(function* () {
            const envelope = (yield* Caller).envelope(undefined);
            return yield* attempt(services, envelope, () =>
              setServiceHours(services, envelope, payload),
            );
          }),
      }),
    ),
  );
