import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readCrmConnection } from "#db/reads/crm-connection.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { connectCrm } from "#engine/crm/connect-crm.ts";
import { disconnectCrm } from "#engine/crm/disconnect-crm.ts";
import { testCrm } from "#engine/crm/test-crm.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the crm group. */
export const crmHandlers = (services: Services) => {
  const act = <T>(run: (envelope: Envelope) => Promise<T>) =>
    Effect.gen(function* () {
      const envelope = (yield* Caller).envelope(undefined);
      return yield* attempt(services, envelope, () => run(envelope));
    });
  return HttpApiBuilder.group(api, "crm", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        read: () =>
          readAsCaller(services, "crm.read", async (tx) => ({
            connection: await readCrmConnection(tx),
          })),
        connect: ({ payload }) => act((envelope) => connectCrm(services, envelope, payload)),
        disconnect: () => act((envelope) => disconnectCrm(services, envelope)),
        test: ({ payload }) => act((envelope) => testCrm(services, envelope, payload)),
      }),
    ),
  );
};
