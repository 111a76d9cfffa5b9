import { Effect } from "effect";
import type { Tx } from "#db/client.ts";
import { readForRole } from "#engine/modes/read-for-role.ts";
import type { Services } from "#engine/runtime/services.ts";
import { type Permission, assertMay } from "#engine/tenancy/permissions.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";

/** A read in the caller's tenant, for a caller whose role allows it. */
export const readAsCaller = <T>(
  services: Services,
  permission: Permission,
  run: (tx: Tx) => Promise<T>,
) =>
  Effect.gen(function* () {
    const { principal, envelope } = yield* Caller;
    return yield* attempt(services, envelope(undefined), async () => {
      assertMay(principal.role, permission);
      return readForRole(services.db, principal.tenantId, principal.role, run);
    });
  });
