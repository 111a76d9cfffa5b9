import type { Socket } from "socket.io";
import type { Logger } from "#engine/runtime/log.ts";
import { backlogOf, cut } from "./backlog.ts";
import type { GatewayLimits } from "./gateway-deps.ts";

/** The part of a namespace that a broadcast needs, whatever its events are. */
type Rooms<S extends Pick<Socket, "conn" | "id">> = {
  readonly sockets: ReadonlyMap<string, S>;
  readonly adapter: { readonly rooms: ReadonlyMap<string, ReadonlySet<string>> };
};

/** Decides who of some rooms gets a message. */
export type Receivers = {
  /** Ids to leave out, or null when nobody is left to tell. Cuts readers that have stopped reading. */
  leftOut(rooms: readonly string[], kind: "lasting" | "passing"): string[] | null;
};

/**
 * `lasting` messages go to everybody; a reader too far behind even for them is cut, comes back and
 * fetches. `passing` ones (typing, words being written) skip a slow reader, who loses nothing that counts.
 */
export const makeReceivers = <S extends Pick<Socket, "conn" | "id">>(
  namespace: Rooms<S>,
  limits: GatewayLimits,
  log: Logger,
): Receivers => ({
  leftOut: (rooms, kind) => {
    const leftOut: string[] = [];
    const seen = new Set<string>();
    let receivers = 0;
    for (const room of rooms) {
      for (const id of namespace.adapter.rooms.get(room) ?? []) {
        // With one room nobody comes twice, and a large room is what must be cheap.
        if (rooms.length > 1 && seen.size === seen.add(id).size) continue;
        const socket = namespace.sockets.get(id);
        if (socket === undefined) continue;
        receivers += 1;
        const backlog = backlogOf(socket, limits);
        if (backlog === "none") continue;
        if (backlog === "stuck") {
          log.warn({ socketId: id }, "a reader does not keep up and was cut");
          cut(socket);
        }
        if (backlog === "stuck" || kind === "passing") leftOut.push(id);
      }
    }
    return leftOut.length === receivers ? null : leftOut;
  },
});
