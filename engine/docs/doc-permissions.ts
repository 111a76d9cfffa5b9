import type { DocName } from "#contract/doc.ts";
import type { Permission } from "../tenancy/permissions.ts";

/** What one needs to read and to write each kind of document. */
export const docPermissions: Record<
  DocName["kind"],
  { readonly read: Permission; readonly write: Permission }
> = {
  policy: { read: "policies.read", write: "policies.write" },
  draft: { read: "conversations.read", write: "conversations.write" },
};
