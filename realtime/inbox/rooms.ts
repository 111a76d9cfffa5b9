import type { DocName } from "#contract/doc.ts";

/** How many sockets of this node are in a room. */
export const roomSize = (
  { adapter }: { readonly adapter: { readonly rooms: ReadonlyMap<string, ReadonlySet<string>> } },
  room: string,
): number => adapter.rooms.get(room)?.size ?? 0;

/** Names of Socket.IO rooms. Every name carries the tenant, so that a foreign id is an empty room. */
export const rooms = {
  /** Operators of a tenant. */
  tenant: (tenantId: string): string => `tenant:${tenantId}`,
  /** All sockets of one member. */
  member: (tenantId: string, memberId: string): string => `member:${tenantId}:${memberId}`,
  /** Operators who have the conversation open. */
  team: (tenantId: string, conversationId: string): string =>
    `conv:${tenantId}:${conversationId}:team`,
  /** The visitor whose conversation it is, in every tab. */
  visitor: (tenantId: string, conversationId: string): string =>
    `conv:${tenantId}:${conversationId}:visitor`,
  /** Everybody who has a shared document open. */
  doc: (tenantId: string, { kind, id }: DocName): string => `doc:${tenantId}:${kind}:${id}`,
  /** All sockets of one contact. */
  contact: (tenantId: string, contactId: string): string => `contact:${tenantId}:${contactId}`,
};
