/** How many visitors' sockets each tenant has on this node. */
export type SocketTally = {
  arrive(tenantId: string): void;
  leave(tenantId: string): void;
  of(tenantId: string): number;
};

/** Makes an empty tally. A tenant without sockets costs nothing. */
export const makeSocketTally = (): SocketTally => {
  const counts = new Map<string, number>();
  const of = (tenantId: string) => counts.get(tenantId) ?? 0;
  return {
    of,
    arrive: (tenantId) => void counts.set(tenantId, of(tenantId) + 1),
    leave: (tenantId) => {
      if (of(tenantId) <= 1) counts.delete(tenantId);
      else counts.set(tenantId, of(tenantId) - 1);
    },
  };
};
