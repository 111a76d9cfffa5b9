import type { AnswerReceipt, ReceiptSource } from "#contract/answer-receipt.ts";
import type { Citation } from "#contract/conversation-event.ts";
import type { Decision } from "#contract/decision.ts";
import type { Tx } from "../client.ts";
import { readEvent } from "./events.ts";

/**
 * What a visitor may know of how an answer came about. Null unless the message at this seq is one that the AI sent
 * by itself and that stands: one that was taken back tells nothing any more.
 */
export const readAnswerReceipt = async (
  tx: Tx,
  conversationId: string,
  seq: number,
): Promise<AnswerReceipt | null> => {
  const event = await readEvent(tx, conversationId, seq);
  if (event === null || event.audience !== "public" || event.actor.kind !== "ai") return null;
  const { body, at } = event;
  if (body.type !== "message.posted" || body.note || body.retracted) return null;
  const [decision] = await tx<Made[]>`
    select guards, tools from xin.decisions
    where id = ${body.decisionId} and conversation_id = ${conversationId}`;
  if (decision === undefined) return null;
  const { guards, tools } = decision;
  return {
    at,
    sources: await sourcesOf(tx, body.citations),
    compared: body.citations.length > 0 && guards.some(({ name }) => name === "evidence"),
    lookedUp: (tools ?? []).some(({ outcome }) => outcome === "answered"),
  };
};

type Made = {
  readonly guards: Decision["guards"];
  readonly tools: Decision["tools"] | null;
};

const sourcesOf = async (tx: Tx, citations: readonly Citation[]): Promise<ReceiptSource[]> => {
  const ids = citations.map(({ chunkId }) => chunkId);
  const rows = await tx<Standing[]>`
    select c.id, v.created_at as "readAt",
      s.live_version is not null as "isUsed",
      exists (
        select from xin.chunks now
        where now.tenant_id = c.tenant_id and now.source_id = c.source_id
          and now.source_version = s.live_version and now.content_hash = c.content_hash
      ) as "isSaid"
    from xin.chunks c
    join xin.sources s on s.tenant_id = c.tenant_id and s.id = c.source_id
    join xin.source_versions v on v.tenant_id = c.tenant_id and v.source_id = c.source_id
      and v.version = c.source_version
    where c.id = any(${ids}::uuid[])`;
  const standing = new Map(rows.map((row) => [row.id, row]));
  return citations.map(({ n, chunkId, title, heading, url }) => {
    const now = standing.get(chunkId);
    const state = now?.isUsed !== true ? "gone" : now.isSaid ? "current" : "changed";
    return {
      n,
      title,
      heading: heading === "" || heading === title ? null : heading,
      // What the team took away is not what it wants visitors to be led to.
      url: state !== "gone" && isOpenToAll(url) ? url : null,
      readAt: now?.readAt.toISOString() ?? null,
      state,
    };
  });
};

type Standing = {
  readonly id: string;
  readonly readAt: Date;
  readonly isUsed: boolean;
  readonly isSaid: boolean;
};

const isOpenToAll = (url: string | null): boolean =>
  url !== null && ["http:", "https:"].includes(URL.parse(url)?.protocol ?? "");
