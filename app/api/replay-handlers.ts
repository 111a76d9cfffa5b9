import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { asRecorded } from "#engine/replay/replay-version.ts";
import type { Services } from "#engine/runtime/services.ts";
import { lookAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";

/** Answers the replay group. It is for who writes policies: it spends money and shows what was never sent. */
export const replayHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "replay", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        conversation: ({ params: { conversationId }, payload }) =>
          lookAsCaller(services, "policies.write", (tenantId) =>
            services.replay.conversation(tenantId, conversationId, { ...asRecorded, ...payload }),
          ),
      }),
    ),
  );
