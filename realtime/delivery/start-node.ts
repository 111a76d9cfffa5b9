import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { hostname } from "node:os";
import type { Db } from "#db/client.ts";
import type { Config } from "#engine/runtime/config.ts";
import type { EventBus, TenantDelivery } from "#engine/runtime/event-bus.ts";
import type { Logger } from "#engine/runtime/log.ts";
import { productVersion } from "#engine/runtime/product-version.ts";
import { answerPeers } from "./answer-peers.ts";
import { type Cluster, joinCluster } from "./cluster.ts";

/** What a process needs to be a node. */
export type NodeParts = {
  readonly bus: EventBus;
  readonly db: Pick<Db, "ping" | "tenant">;
  readonly log: Logger;
  readonly role: Config["role"];
  /** Its port names the node beside the host. */
  readonly http: Server;
  readonly isDraining: () => boolean;
  /** What this node knows of a tenant's delivery; left out by a node without sockets. */
  readonly known?: (tenantId: string) => TenantDelivery | null;
};

/** Makes this process known to the other nodes, and answers their questions until it is closed. */
export const startNode = ({
  bus,
  db,
  log,
  role,
  http,
  isDraining,
  known = () => null,
}: NodeParts): Cluster => {
  const id = randomUUID();
  const cluster = joinCluster({
    bus,
    describe: () => ({
      id,
      name: nameOf(http),
      role,
      version: productVersion,
      draining: isDraining(),
    }),
  });
  const end = answerPeers({ bus, db, log, cluster, known });
  return {
    ...cluster,
    close: () => {
      end();
      cluster.close();
    },
  };
};

const nameOf = (http: Server) => {
  const address = http.address();
  return typeof address === "object" && address !== null
    ? `${hostname()}:${address.port}`
    : hostname();
};
