import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import { readMailServer } from "#db/reads/mail-server.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { putMailServer, removeMailServer } from "#engine/mail/change-mail-server.ts";
import { testMailToMember } from "#engine/mail/test-mail.ts";
import type { Services } from "#engine/runtime/services.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Answers the mail group. */
export const mailHandlers = (services: Services) => {
  const act = <T>(run: (envelope: Envelope) => Promise<T>) =>
    Effect.gen(function* () {
      const envelope = (yield* Caller).envelope(undefined);
      return yield* attempt(services, envelope, () => run(envelope));
    });
  return HttpApiBuilder.group(api, "mail", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        read: () =>
          readAsCaller(services, "mail.read", async (tx) => ({
            server: await readMailServer(tx),
            isSetUp: await services.mail.isSetUp(tx),
          })),
        set: ({ payload }) => act((envelope) => putMailServer(services, envelope, payload)),
        remove: () => act((envelope) => removeMailServer(services, envelope)),
        test: ({ payload: { to, locale = "en" } }) =>
          act((envelope) => testMailToMember(services, envelope, { to, locale })),
      }),
    ),
  );
};
