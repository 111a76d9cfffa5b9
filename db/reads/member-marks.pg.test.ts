import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addMember } from "#engine/tenancy/add-member.ts";
import { defaultChannelSettings } from "#engine/tenancy/channel-settings.ts";
import { createChannel } from "#engine/tenancy/create-channel.ts";
import { createTenant } from "#engine/tenancy/create-tenant.ts";
import { systemEnvelope } from "#engine/tenancy/system-envelope.ts";
import type { TestDb } from "../../tests/support/test-db.ts";
import { describeEngines } from "../../tests/support/test-db.ts";
import { readRowsById } from "./conversations.ts";
import { readLastPosition, readLastSeqs } from "./last-seqs.ts";
import { readMemberMarks } from "./member-marks.ts";

describeEngines("marks of many members", (open) => {
  let testDb: TestDb;
  let tenantId: string;
  const members: string[] = [];
  const conversations: string[] = [];

  /** A conversation of `words` visitor messages, seen by the first member up to `seen`. */
  const converse = async (
    words: number,
    state: { holder: string; assignee?: string; seen: number },
  ) => {
    const id = randomUUID();
    const { db } = testDb;
    await db.tenant(tenantId, async (tx) => {
      const [channel] = await tx<{ id: string }[]>`select id from xin.channels limit 1`;
      const contact = randomUUID();
      await tx`insert into xin.contacts (tenant_id, id) values (${tenantId}, ${contact})`;
      await tx`insert into xin.conversations
        (tenant_id, id, channel_id, contact_id, holder, assignee_id, last_seq, visitor_seq)
        values (${tenantId}, ${id}, ${channel?.id ?? ""}, ${contact}, ${state.holder},
          ${state.assignee ?? null}, ${words}, ${words})`;
      const [head] = await tx<{ last: number }[]>`
        update xin.tenant_positions set last_position = last_position + ${words}
        returning last_position as last`;
      await tx`insert into xin.events
        (tenant_id, position, id, conversation_id, seq, type, actor_kind, payload, payload_hash)
        select ${tenantId}, ${(head?.last ?? 0) - words}::bigint + n, gen_random_uuid(), ${id}, n,
          'message.posted', 'visitor', '{}', ''::bytea
        from generate_series(1, ${words}::int) n`;
      await tx`insert into xin.read_marks (tenant_id, conversation_id, reader, seen_seq)
        values (${tenantId}, ${id}, ${members[0] ?? ""}, ${state.seen})`;
    });
    conversations.push(id);
    return id;
  };

  beforeAll(async () => {
    testDb = await open();
    tenantId = await createTenant(testDb.db, {
      slug: `marks-${randomUUID().slice(0, 8)}`,
      name: "Marks",
      by: "test",
    });
    const envelope = systemEnvelope(tenantId, "test");
    await createChannel(testDb.db, envelope, { name: "Shop", settings: defaultChannelSettings });
    for (const name of ["Ann", "Bob", "Cy"]) {
      const email = `${randomUUID()}@example.com`;
      const member = { email, name, role: "operator", locale: "en" } as const;
      members.push(await addMember(testDb.db, envelope, member));
    }
    await converse(3, { holder: "people", seen: 1 });
    await converse(2, { holder: "ai", seen: 0 });
    await converse(4, { holder: "ai", assignee: members[1], seen: 2 });
    await converse(150, { holder: "waiting", seen: 10 });
  });
  afterAll(() => testDb?.close());

  it("[RT16] are what each member's own row says", async () => {
    const { marks, rows } = await testDb.db.tenant(tenantId, async (tx) => ({
      marks: await readMemberMarks(tx, conversations, members),
      rows: await Promise.all(
        members.map(async (memberId) => ({
          memberId,
          rows: await readRowsById(tx, conversations, memberId),
        })),
      ),
    }));
    const expected = rows.flatMap(({ memberId, rows: own }) =>
      own.map(({ id, seenSeq, unread }) => ({ conversationId: id, memberId, seenSeq, unread })),
    );
    expect(expected.map(({ unread }) => unread).toSorted((a, b) => a - b)).toEqual([
      0, 0, 0, 0, 0, 2, 3, 3, 4, 100, 100, 100,
    ]);
    expect(new Set(marks.map((mark) => JSON.stringify(mark, keys)))).toEqual(
      new Set(expected.map((mark) => JSON.stringify(mark, keys))),
    );
    expect(marks).toHaveLength(12);
  });

  it("[RT11] leave out what the tenant does not have, as the last seqs do", async () => {
    const other = await createTenant(testDb.db, {
      slug: `other-${randomUUID().slice(0, 8)}`,
      name: "Other",
      by: "test",
    });
    const seen = await testDb.db.tenant(other, async (tx) => [
      await readMemberMarks(tx, conversations, members),
      await readLastSeqs(tx, conversations),
      await readLastPosition(tx),
    ]);
    expect(seen).toEqual([[], [], 0]);
    const own = await testDb.db.tenant(tenantId, async (tx) => ({
      seqs: await readLastSeqs(tx, [...conversations, randomUUID()]),
      position: await readLastPosition(tx),
    }));
    expect(own.seqs.map(({ lastSeq }) => lastSeq).toSorted((a, b) => a - b)).toEqual([
      2, 3, 4, 150,
    ]);
    expect(own.position).toBe(159);
  });
});

const keys = ["conversationId", "memberId", "seenSeq", "unread"];
