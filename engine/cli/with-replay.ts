import type { Db } from "#db/client.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { openReplay, type Replay } from "../replay/open-replay.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { openLocalKeys } from "../tenancy/key-provider.ts";
import { type CommandAnswer, type CommandContext, requiredOption } from "./command.ts";
import { findTenant, withDatabase } from "./with-database.ts";

/** Runs in the workspace that --tenant names. */
export const inWorkspace = (
  context: CommandContext,
  run: (db: Db, tenantId: string) => Promise<CommandAnswer>,
) =>
  withDatabase(context, async (db) =>
    run(db, (await findTenant(db, requiredOption(context, "tenant", "acme"))).id),
  );

/** Runs what may ask the models of the workspace. */
export const withReplay = (
  context: CommandContext,
  run: (deps: ActionDeps & { readonly replay: Replay }, tenantId: string) => Promise<CommandAnswer>,
) =>
  inWorkspace(context, async (db, tenantId) => {
    const { log } = context;
    const config = context.config();
    const keyProvider = await openLocalKeys(config.dataDir);
    const replay = openReplay({ db, log, keyProvider, config });
    try {
      return await run({ db, bus: openSilentBus(), log, replay }, tenantId);
    } finally {
      await replay.close();
    }
  });
