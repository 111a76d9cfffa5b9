import { Adapter, type BroadcastOptions } from "socket.io-adapter";
import { type WireClient, eventPacket, tellClient, writeEvent } from "./written-event.ts";

/**
 * Socket.IO's adapter in memory with a cheaper broadcast: header and text of the websocket's frame are one
 * buffer, made once. A receiver then costs one plain write to its socket. Broadcasts that are
 * no plain event to rooms are left to Socket.IO.
 */
export class RoomAdapter extends Adapter {
  override broadcast(packet: BroadcastPacket, options: BroadcastOptions): void {
    const { rooms, except, flags = {} } = options;
    if (packet.type !== eventPacket || rooms.size === 0 || flags.volatile === true) {
      super.broadcast(packet, options);
      return;
    }
    const { name, sockets } = this.nsp as NamespaceOfAdapter;
    const event = writeEvent(name, packet.data);
    const done = this.#idsIn(except);
    for (const room of rooms) {
      for (const id of this.rooms.get(room) ?? []) {
        if (done.has(id)) continue;
        // With one room nobody comes twice.
        if (rooms.size > 1) done.add(id);
        const client = sockets.get(id)?.client;
        if (client !== undefined) tellClient(client, event);
      }
    }
  }

  #idsIn(rooms: ReadonlySet<string> = new Set()): Set<string> {
    return new Set([...rooms].flatMap((room) => [...(this.rooms.get(room) ?? [])]));
  }
}

type BroadcastPacket = { readonly type: number; readonly data: readonly unknown[] };
type NamespaceOfAdapter = {
  readonly name: string;
  readonly sockets: ReadonlyMap<string, { readonly client: WireClient }>;
};
