import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import type { Envelope } from "#engine/actions/envelope.ts";
import { deleteProvider } from "#engine/models/delete-provider.ts";
import { orderProviders } from "#engine/models/order-providers.ts";
import { addProvider, changeProvider } from "#engine/models/put-provider.ts";
import { readWorkspaceModels } from "#engine/models/read-models.ts";
import { setBudget } from "#engine/models/set-budget.ts";
import { testProvider } from "#engine/models/test-provider.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the models group. */
export const modelsHandlers = (services: Services) => {
  const act = <T>(run: (envelope: Envelope) => Promise<T>) =>
    Effect.gen(function* () {
      const envelope = (yield* Caller).envelope(undefined);
      return yield* attempt(services, envelope, () => run(envelope));
    });
  return HttpApiBuilder.group(api, "models", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        list: () =>
          readAsCaller(services, "models.read", (tx) => readWorkspaceModels(tx, services.config)),
        add: ({ payload }) => act((envelope) => addProvider(services, envelope, payload)),
        order: ({ payload }) => act((envelope) => orderProviders(services, envelope, payload)),
        budget: ({ payload }) => act((envelope) => setBudget(services, envelope, payload)),
        change: ({ params, payload }) =>
          act((envelope) => changeProvider(services, envelope, { ...payload, ...params })),
        remove: ({ params }) => act((envelope) => deleteProvider(services, envelope, params)),
        test: ({ params }) => act((envelope) => testProvider(services, envelope, params)),
      }),
    ),
  );
};
