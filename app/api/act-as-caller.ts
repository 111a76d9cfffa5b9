import { Effect } from "effect";
import type { Envelope } from "#engine/actions/envelope.ts";
import type { Services } from "#engine/runtime/services.ts";
import { type Permission, assertMay } from "#engine/tenancy/permissions.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";

/** An action by the caller, of a kind that needs no idempotency key. */
export const actAsCaller = <T>(services: Services, run: (envelope: Envelope) => Promise<T>) =>
  Effect.gen(function* () {
    const envelope = (yield* Caller).envelope(undefined);
    return yield* attempt(services, envelope, () => run(envelope));
  });

/** A look at the caller's tenant that takes more than one transaction, for a caller whose role allows it. */
export const lookAsCaller = <T>(
  services: Services,
  permission: Permission,
  run: (tenantId: string) => Promise<T>,
) =>
  actAsCaller(services, ({ tenantId, actor }) => {
    assertMay(actor.role, permission);
    return run(tenantId);
  });
