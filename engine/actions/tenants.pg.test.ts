import { afterAll, beforeAll, expect, it } from "vitest";
import { readConversationRow } from "#db/reads/conversations.ts";
import { readEvents, readLog } from "#db/reads/events.ts";
import { describeEngines, type TestDb } from "../../tests/support/test-db.ts";
import {
  makeTestWorkspace,
  newId,
  type TestWorkspace,
  text,
} from "../../tests/support/test-workspace.ts";
import type { ActionDeps } from "./action-deps.ts";
import { approveDraft } from "./approve-draft.ts";
import { assign } from "./assign.ts";
import { discardDraft } from "./discard-draft.ts";
import type { Envelope } from "./envelope.ts";
import { handBack } from "./hand-back.ts";
import { handOver } from "./hand-over.ts";
import { markSeen } from "./mark-seen.ts";
import { postMessage } from "./post-message.ts";
import { proposeDraft } from "./propose-draft.ts";
import { recordSuperseded } from "./record-superseded.ts";
import { reopen } from "./reopen.ts";
import { requestPerson } from "./request-person.ts";
import { resolve } from "./resolve.ts";
import { retract } from "./retract.ts";
import { takeOver } from "./take-over.ts";
import { toWireError } from "./wire-error.ts";

/** Every action, by who may do it. */
const actions: Record<string, { by: "member" | "ai" | "visitor"; run: Run }> = {
  postMessage: { by: "member", run: (d, e, id) => postMessage(d, e, message(id)) },
  postMessageAi: { by: "ai", run: (d, e, id) => postMessage(d, e, message(id)) },
  postMessageVisitor: { by: "visitor", run: (d, e, id) => postMessage(d, e, message(id)) },
  takeOver: { by: "member", run: (d, e, id) => takeOver(d, e, { conversationId: id }) },
  handBack: { by: "member", run: (d, e, id) => handBack(d, e, { conversationId: id, note: null }) },
  handOver: { by: "ai", run: (d, e, id) => handOver(d, e, { ...handedOver, conversationId: id }) },
  requestPerson: { by: "visitor", run: (d, e, id) => requestPerson(d, e, { conversationId: id }) },
  assign: { by: "member", run: (d, e, id) => assign(d, e, { conversationId: id, memberId: null }) },
  resolve: { by: "member", run: (d, e, id) => resolve(d, e, { conversationId: id }) },
  reopen: { by: "member", run: (d, e, id) => reopen(d, e, { conversationId: id }) },
  retract: { by: "member", run: (d, e, id) => retract(d, e, { conversationId: id, targetSeq: 2 }) },
  markSeen: { by: "member", run: (d, e, id) => markSeen(d, e, { conversationId: id, seq: 1 }) },
  markSeenVisitor: {
    by: "visitor",
    run: (d, e, id) => markSeen(d, e, { conversationId: id, seq: 1 }),
  },
  proposeDraft: {
    by: "ai",
    run: (d, e, id) => proposeDraft(d, e, { ...draft, conversationId: id }),
  },
  approveDraft: {
    by: "member",
    run: (d, e, id) => approveDraft(d, e, { ...draft, conversationId: id }),
  },
  discardDraft: {
    by: "member",
    run: (d, e, id) => discardDraft(d, e, { ...draft, conversationId: id }),
  },
  recordSuperseded: {
    by: "ai",
    run: (d, e, id) => recordSuperseded(d, e, { ...draft, conversationId: id }),
  },
};

type Run = (deps: ActionDeps, env: Envelope, conversationId: string) => Promise<unknown>;
const message = (conversationId: string) => ({ conversationId, parts: text("Hi"), note: false });
const handedOver = { reason: "rule", detail: null, decisionId: null } as const;
const draft = { decisionId: newId(), text: "Draft", citations: [], confidence: 0.5 };

describeEngines("tenants", (open) => {
  let database: TestDb;
  let ours: TestWorkspace;
  let theirs: TestWorkspace;

  beforeAll(async () => {
    database = await open();
    ours = await makeTestWorkspace(database.db);
    theirs = await makeTestWorkspace(database.db);
  });
  afterAll(() => database.close());

  it.each(Object.keys(actions))(
    "%s answers a foreign id as one that does not exist",
    async (name) => {
      const action = actions[name];
      if (action === undefined) throw new Error(`no action ${name}`);
      const anna = await ours.addPerson("Anna", "owner");
      const contact = await ours.addContact();
      const env = () =>
        action.by === "ai" ? ours.asAi(1) : action.by === "member" ? anna.as() : contact.as();
      const foreign = await theirs.openConversation();
      const before = await stateOf(theirs, foreign.conversationId);
      const answer = (conversationId: string) =>
        action.run(ours.deps, env(), conversationId).then(
          () => "accepted",
          (error: unknown) => JSON.stringify(toWireError(error)),
        );
      const unknown = await answer(newId());
      expect(JSON.parse(unknown)).toMatchObject({ kind: "not_found" });
      expect(await answer(foreign.conversationId)).toBe(unknown);
      expect(await stateOf(theirs, foreign.conversationId)).toEqual(before);
    },
  );

  it("may have conversations of the same id, and never see each other's", async () => {
    const { conversationId } = await theirs.openConversation("Theirs");
    const contact = await ours.addContact();
    const first = { ...message(conversationId), channelId: ours.channelId };
    expect(await postMessage(ours.deps, contact.as(), first)).toMatchObject({ seq: 2 });
    expect(await stateOf(theirs, conversationId)).toMatchObject({ row: { subject: "Theirs" } });
    expect(await stateOf(ours, conversationId)).toMatchObject({ row: { subject: "Hi" } });
  });

  it("open no conversation by another's channel or contact", async () => {
    const ourContact = await ours.addContact();
    const theirContact = await theirs.addContact();
    const conversationId = newId();
    const attempts = [
      [ourContact.as(), theirs.channelId],
      [{ ...theirContact.as(), tenantId: ours.tenantId }, ours.channelId],
    ] as const;
    for (const [env, channelId] of attempts) {
      await expect(
        postMessage(ours.deps, env, { ...message(conversationId), channelId }),
      ).rejects.toMatchObject({ kind: "not_found" });
    }
  });

  it("assign nobody of another tenant", async () => {
    const anna = await ours.addPerson("Anna", "owner");
    const stranger = await theirs.addPerson("Anna", "owner");
    const { conversationId } = await ours.openConversation();
    const answer = (memberId: string) =>
      assign(ours.deps, anna.as(), { conversationId, memberId }).catch(toWireError);
    expect(await answer(stranger.id)).toEqual(await answer(newId()));
  });

  const stateOf = ({ tenantId }: TestWorkspace, conversationId: string) =>
    database.db.tenant(tenantId, async (tx) => ({
      row: await readConversationRow(tx, conversationId, null),
      page: await readEvents(tx, conversationId, { after: 0, limit: 50, audience: "team" }),
      position: (await readLog(tx, { after: 0, limit: 10_000 })).position,
    }));
});
