import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readModeState } from "#engine/modes/read-mode-state.ts";
import { returnToAuto } from "#engine/modes/return-to-auto.ts";
import { setMode } from "#engine/modes/set-mode.ts";
import { readShadowReport } from "#engine/modes/shadow-report.ts";
import type { Services } from "#engine/runtime/services.ts";
import { actAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the modes group. */
export const modesHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "modes", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        get: () => readAsCaller(services, "conversations.read", readModeState),
        set: ({ payload: { channelId = null, mode } }) =>
          actAsCaller(services, async (envelope) => {
            await setMode(services, envelope, { channelId, mode });
          }),
        shadow: ({ query: { days = "30", channelId = null, would = null } }) =>
          readAsCaller(services, "shadow.read", (tx) =>
            readShadowReport(tx, { days: Number(days), channelId, would }),
          ),
        returnToAuto: () => actAsCaller(services, (envelope) => returnToAuto(services, envelope)),
      }),
    ),
  );
