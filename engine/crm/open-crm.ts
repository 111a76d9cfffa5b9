import type { Db } from "#db/client.ts";
import { readCrmConnection } from "#db/reads/crm-connection.ts";
import { addressRules } from "../knowledge/web/address-rules.ts";
import { guardedAgent } from "../knowledge/web/guarded-agent.ts";
import type { Config } from "../runtime/config.ts";
import type { KeyProvider } from "../tenancy/key-provider.ts";
import { openSecret } from "../tenancy/secrets.ts";
import type { RecordKind } from "./crm-record.ts";
import { keyFor } from "./bound-key.ts";
import { crmKeySecret } from "./crm-deps.ts";
import { type FetchedRecord, fetchRecord } from "./fetch-record.ts";

/** Reads records of the systems that workspaces are connected to. */
export type Crm = {
  /** Null where the workspace is connected to none. Rejects while the database is away. */
  read(tenantId: string, kind: RecordKind, number: string): Promise<FetchedRecord | null>;
  close(): Promise<void>;
};

/** What it works with. */
export type CrmServices = {
  readonly db: Db;
  readonly keyProvider: KeyProvider;
  readonly config: Pick<Config, "crmAllow">;
};

/** Less than a call of a tool may take, so that the model is told what was the matter. */
const timeoutMs = 4000;
const requestsAtOnce = 16;

/** Opens connections to the public internet, and to what XIN_CRM_ALLOW names. */
export const openCrm = ({ db, keyProvider, config }: CrmServices): Crm => {
  const limits = { silenceMs: timeoutMs, requestsAtOnce };
  const agent = guardedAgent(addressRules(config.crmAllow), undefined, limits);
  return {
    read: async (tenantId, kind, number) => {
      const connection = await db.tenant(tenantId, readCrmConnection);
      if (connection === null) return null;
      const { url, keyEnding } = connection;
      const sealed =
        keyEnding === null ? null : await openSecret(db, keyProvider, tenantId, crmKeySecret);
      const key = sealed === null ? null : keyFor(url, sealed);
      // Both were changed in between: the next reading has them together.
      if (keyEnding !== null && key === null) return { failure: "unreachable", detail: null };
      return fetchRecord({ url, key, agent, timeoutMs }, kind, number);
    },
    close: () => agent.destroy(),
  };
};
