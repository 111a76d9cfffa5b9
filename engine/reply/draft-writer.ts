import { setTimeout as sleep } from "node:timers/promises";
import type { DocName, DocUpdated } from "#contract/doc.ts";
import { times } from "#contract/names.ts";
import { placeOf } from "#contract/text-place.ts";
import type { Tx } from "#db/client.ts";
import { readUnsignedDocUpdates } from "#db/reads/docs.ts";
import { readDraftInWriting, readLiveDraft } from "#db/reads/drafts.ts";
import { lockDoc } from "#db/writes/docs.ts";
import { takeDraftClient } from "#db/writes/drafts.ts";
import { beginDraft } from "../actions/begin-draft.ts";
import { startOfWords, withdrawWords, wordsOfClient } from "../docs/ai-words.ts";
import { changeOf, storeDocChange } from "../docs/change-doc.ts";
import { type LockedDoc, lockedDoc } from "../docs/locked-doc.ts";
import { replyEnvelope } from "./reply-envelope.ts";
import { beginningIdOf } from "./reply-ids.ts";
import type { ReplyMaterial } from "./reply-material.ts";
import type { ReplyDeps } from "./reply-settings.ts";

/** Writes an answer into its shared draft while people may write there too. */
export type DraftWriter = {
  write(words: string): void;
  /** What it has written is void: it goes where nobody changed it, and the next words are another answer. */
  startOver(): void;
  /** Resolves when everything taken is stored, or cannot be. */
  done(): Promise<void>;
  /** Writes no more. */
  end(): void;
};

/** Words that come within this time are one change of the document. */
const collectMs = 80;

/** A copy of the document as this writer found it, with its own words since, and where the next ones go. */
type Page = Pick<LockedDoc, "doc" | "text"> & { readonly client: number; at: number };

/**
 * Makes a writer. The draft begins with the first word, and is taken up again when a worker before this one began
 * it and died. Whoever takes it up later, or ends it, makes this one write no more. Whatever fails here is made good
 * when the answer is settled: then the draft gets what it lacks.
 */
export const makeDraftWriter = (
  deps: Pick<ReplyDeps, "db" | "bus" | "log">,
  material: ReplyMaterial,
): DraftWriter => {
  const { db, bus, log } = deps;
  const { tenantId, decisionId, row } = material;
  const name: DocName = { kind: "draft", id: decisionId };
  let waiting = "";
  let isVoid = false;
  const ending = new AbortController();
  let page: Page | null = null;
  let pointing: ReturnType<typeof setInterval> | undefined;
  let working = Promise.resolve();
  let isWorking = false;

  const tell = (updated: DocUpdated | null) => {
    if (updated !== null) bus.publish({ type: "doc.updated", tenantId, updated });
  };
  const point = (gone: boolean) => {
    if (page === null) return;
    const at = placeOf(page.text, page.at, -1);
    const place = gone ? null : { anchor: at, head: at };
    const peer = {
      peerId: decisionId,
      memberId: decisionId,
      name: "Xin",
      place,
      ai: true,
    } as const;
    bus.publish({ type: "doc.pointed", tenantId, pointed: { doc: name, peer, gone } });
  };
  const takeUp = async (): Promise<Page | null> => {
    if (page === null) {
      const envelope = replyEnvelope(material, beginningIdOf(decisionId));
      await beginDraft(deps, envelope, { conversationId: row.id, decisionId });
    }
    const taken = await db.tenant(tenantId, (tx) => takeDraft(tx, tenantId, name));
    tell(taken?.updated ?? null);
    return taken?.page ?? null;
  };
  const store = async (own: Page, words: string): Promise<boolean> => {
    const change = changeOf(own.doc, () => own.text.insert(own.at, words));
    own.at += words.length;
    if (change === null) return true;
    const updated = await db.tenant(tenantId, async (tx) => {
      if (!(await holdsDraft(tx, name, own.client))) return null;
      return storeDocChange(tx, tenantId, name, { ...change, memberId: null });
    });
    tell(updated);
    return updated !== null;
  };
  const work = async () => {
    while (!ending.signal.aborted && (waiting !== "" || isVoid)) {
      if (page === null || isVoid) {
        isVoid = false;
        page = await takeUp();
        if (page === null) return end();
        pointing ??= setInterval(() => point(false), times.docAiPointMs).unref();
      }
      const words = waiting;
      waiting = "";
      if (words !== "" && !(await store(page, words))) return end();
      if (!ending.signal.aborted) point(false);
      await sleep(collectMs);
    }
  };
  const begin = () => {
    if (isWorking || ending.signal.aborted) return;
    isWorking = true;
    working = work()
      .catch((error: unknown) => {
        // What is stored of the last words is not known: nothing can be written behind them.
        log.warn({ err: error, tenantId, conversationId: row.id }, "a draft is not written along");
        end();
      })
      .finally(() => (isWorking = false));
  };
  const end = () => {
    if (ending.signal.aborted) return;
    ending.abort();
    clearInterval(pointing);
    point(true);
  };

  return {
    write: (words) => {
      waiting += words;
      begin();
    },
    startOver: () => {
      waiting = "";
      isVoid = page !== null;
      begin();
    },
    done: () => working,
    end,
  };
};

/** Takes a begun draft up under a Yjs client of its own, and takes out what the writer before left unfinished. */
const takeDraft = async (tx: Tx, tenantId: string, name: DocName) => {
  const locked = await lockedDoc(tx, name);
  if (locked === null || (await readLiveDraft(tx, name.id)) === null) return null;
  const client = await takeDraftClient(tx, name.id);
  if (client === null) return null;
  const { doc, text } = locked;
  doc.clientID = client;
  const updates = await readUnsignedDocUpdates(tx, name);
  const before = wordsOfClient(
    updates.map(({ update }) => update),
    client - 1,
  );
  const at = startOfWords(text, before.client);
  const change = changeOf(doc, () => withdrawWords(text, before));
  const updated =
    change === null
      ? null
      : await storeDocChange(tx, tenantId, name, { ...change, memberId: null });
  return { page: { doc, text, client, at }, updated };
};

const holdsDraft = async (tx: Tx, name: DocName, client: number): Promise<boolean> =>
  (await lockDoc(tx, name)) &&
  (await readDraftInWriting(tx, name.id))?.client === client &&
  (await readLiveDraft(tx, name.id)) !== null;
