import { expect, it } from "vitest";
import type { OperatorContext } from "./operator-act.ts";
import { joinConversation, leaveConversation } from "./join-conversation.ts";

const conversationId = "01a21621-5b35-77a3-a6d7-88dd86745b20";
const row = { id: conversationId, lastSeq: 7 };

/** An operator's socket on a node whose database answers when the test says so. */
const openDesk = () => {
  const reads: PromiseWithResolvers<typeof row | null>[] = [];
  const rooms = new Set<string>();
  const socket = {
    id: "socket-1",
    rooms,
    data: {
      tenantId: "tenant-1",
      principal: { memberId: "member-1" },
      joined: new Set<string>(),
      joining: new Map<string, number>(),
    },
    join: (room: string) => void rooms.add(room),
    leave: (room: string) => void rooms.delete(room),
    emit: () => true,
  };
  const tenant = () => {
    const read = Promise.withResolvers<typeof row | null>();
    reads.push(read);
    return read.promise;
  };
  const gateway = {
    deps: { db: { tenant } },
    limits: { joined: 1 },
    presence: { view: () => {}, unview: () => {} },
    typing: { list: () => [] },
  };
  const context = { gateway, socket } as unknown as OperatorContext;
  return {
    reads,
    socket,
    join: () => joinConversation(context, { conversationId }),
    leave: () => leaveConversation(context, { conversationId }),
  };
};

it("[RT11] a join that fails late does not undo the one that was granted meanwhile", async () => {
  const { reads, socket, join } = openDesk();
  const slow = join();
  const again = join();
  reads[1]?.resolve(row);
  expect(await again).toMatchObject({ lastSeq: 7 });
  reads[0]?.reject(new Error("too slow"));
  await expect(slow).rejects.toThrow("too slow");
  expect([socket.rooms.size, socket.data.joined.has(conversationId)]).toEqual([1, true]);
});

it("[RT11] a conversation that is not there is not joined, however often it is asked for", async () => {
  const { reads, socket, join } = openDesk();
  const asked = [join(), join()];
  for (const read of reads) read.resolve(null);
  for (const answer of asked) await expect(answer).rejects.toMatchObject({ kind: "not_found" });
  expect([socket.rooms.size, socket.data.joined.size, socket.data.joining.size]).toEqual([0, 0, 0]);
});

it("[RT11] who leaves while the join is answered has left", async () => {
  const { reads, socket, join, leave } = openDesk();
  const asked = join();
  await leave();
  reads[0]?.resolve(row);
  await asked;
  expect([socket.rooms.size, socket.data.joined.size]).toEqual([0, 0]);
});
