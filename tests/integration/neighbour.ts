import { pino } from "pino";
import type { Db } from "#db/client.ts";
import { createPolicy } from "#engine/policy/create-policy.ts";
import { setServiceHours } from "#engine/service-hours/set-service-hours.ts";
import { publishPolicy } from "#engine/policy/publish-policy.ts";
import { protectPointers } from "#engine/policy/protect-pointers.ts";
import { savePolicyVersion } from "#engine/policy/save-policy-version.ts";
import type { ActionDeps } from "#engine/actions/action-deps.ts";
import type { Envelope } from "#engine/actions/envelope.ts";
import { defaultPolicyText } from "#engine/policy/default-policy.ts";
import { postMessage } from "#engine/actions/post-message.ts";
import { setReranker } from "#engine/knowledge/embedding/set-reranker.ts";
import { indexNow } from "#engine/knowledge/index-now.ts";
import { draftArticle } from "#engine/knowledge/tuning/handle-gap.ts";
import { saveQuestion } from "#engine/knowledge/tuning/save-question.ts";
import { startVisitorSession } from "#engine/tenancy/visitor-sessions.ts";
import { makeMemoryBus } from "#realtime/bus/memory-bus.ts";
import { type PreparedTenant, prepareTenant } from "../support/prepare-tenant.ts";

/** Ids of one of each thing a tenant has. */
export type Things = {
  readonly slug: string;
  readonly conversationId: string;
  readonly memberId: string;
  readonly decisionId: string;
  /** An undo that was stopped before it began. */
  readonly undoId: string;
  readonly policyId: string;
  /** A version of the policy that waits for a second person. */
  readonly requestId: string;
  readonly sourceId: string;
  readonly channelId: string;
  readonly siteId: string;
  readonly questionId: string;
  /** A model that is set up. */
  readonly providerId: string;
  /** A model of vectors that is in no use. */
  readonly modelId: string;
  /** A decision about a question that found nothing, which names its cluster. */
  readonly clusterId: string;
  /** An article that is being written. */
  readonly gapId: string;
};

/** A tenant with one of everything. */
export type Neighbour = PreparedTenant & { readonly things: Things; readonly secret: string };

/** Ids of things that nobody has. */
export const nobodysThings = (): Things => ({
  slug: `nobody-${crypto.randomUUID().slice(0, 8)}`,
  conversationId: crypto.randomUUID(),
  memberId: crypto.randomUUID(),
  decisionId: crypto.randomUUID(),
  undoId: crypto.randomUUID(),
  policyId: crypto.randomUUID(),
  requestId: crypto.randomUUID(),
  sourceId: crypto.randomUUID(),
  channelId: crypto.randomUUID(),
  siteId: crypto.randomUUID(),
  questionId: crypto.randomUUID(),
  providerId: crypto.randomUUID(),
  modelId: `nobodys-${crypto.randomUUID()}`,
  clusterId: crypto.randomUUID(),
  gapId: crypto.randomUUID(),
});

/**
 * Makes a tenant that has a conversation held by people, decisions in it, a published policy, a source of
 * knowledge, a web site, a saved question and an article that is being written, with a word in each of
 * them that nobody else may ever read.
 */
export const prepareNeighbour = async (db: Db, name: string): Promise<Neighbour> => {
  const tenant = await prepareTenant(db, name);
  const { tenantId, channelId, slug, system } = tenant;
  const { memberId } = tenant.members.owner;
  const secret = `secret-of-${slug}`;
  const log = pino({ level: "silent" });
  const deps = { db, log, bus: makeMemoryBus(log) };
  const key = () => crypto.randomUUID();
  const words = [{ type: "text", text: `Where is ${secret}?` }] as const;

  const visitor = { token: null, locale: "en" } as const;
  const { contactId } = await db.tenant(tenantId, (tx) =>
    startVisitorSession(tx, { tenantId, channelId }, visitor),
  );
  const conversationId = key();
  await postMessage(
    deps,
    { ...system, actor: { kind: "visitor", id: contactId, name: null }, idempotencyKey: key() },
    { conversationId, channelId, parts: words, note: false },
  );
  // Held by people, so that the AI leaves it as it is.
  await postMessage(
    deps,
    {
      ...system,
      actor: { kind: "member", id: memberId, name: "O", role: "owner" },
      idempotencyKey: key(),
    },
    { conversationId, parts: words, note: false },
  );

  const text = defaultPolicyText(secret);
  const policy = await createPolicy(deps, system, { name: secret, text });
  await publishPolicy(deps, system, policy);
  const requestId = await prepareRequest(deps, system, policy.policyId, text);
  const [sourceId = ""] = await indexNow(deps, system, [
    {
      title: secret,
      url: null,
      lang: "en",
      filename: "secret.md",
      mime: "text/markdown",
      content: Buffer.from(secret),
      chunks: [{ title: secret, heading: "", text: secret, lang: "en", anchor: null, page: null }],
    },
  ]);
  // By its last byte it is drawn for somebody to look at.
  const decisionId = key().replace(/..$/, "00");
  await db.tenant(
    tenantId,
    (tx) => tx`insert into xin.decisions
      (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, question, answer, scoring, policy_id, policy_version)
      values (${tenantId}, ${decisionId}, ${conversationId}, 'reply', 2, 1, 'auto', 'sent', ${secret}, ${secret}, 'test',
        ${policy.policyId}, ${policy.version})`,
  );
  const undoId = key();
  await db.tenant(tenantId, async (tx) => {
    await tx`insert into xin.undos (tenant_id, id, scope, state, reason, actor_kind, finished_at)
      values (${tenantId}, ${undoId}, '{"kind": "decisions"}', 'stopped', ${secret}, 'system', now())`;
    await tx`insert into xin.undo_acts (tenant_id, undo_id, decision_id, conversation_id, seq, type)
      values (${tenantId}, ${undoId}, ${decisionId}, ${conversationId}, 2, 'message.posted')`;
  });
  const siteId = await prepareSite(db, tenantId, secret);
  const closed = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  await setServiceHours(deps, system, {
    timeZone: "Europe/Berlin",
    week: closed,
    holidays: [{ date: "2026-12-25", name: secret, spans: [] }],
    escalation: [],
  });
  await db.tenant(
    tenantId,
    (tx) => tx`insert into xin.crm_connections (tenant_id, url)
      values (${tenantId}, ${`https://crm.example/${secret}`})`,
  );
  await db.tenant(
    tenantId,
    (tx) => tx`insert into xin.mail_servers (tenant_id, host, port, tls, from_address)
      values (${tenantId}, ${`${secret}.example`}, 587, 'starttls', ${`${secret}@mail.example`})`,
  );
  const providerId = await prepareModel(db, tenantId, secret);
  const modelId = await prepareVectors(db, tenantId, secret);
  await setReranker(db, system, { url: "http://127.0.0.1:9/v1", model: secret, guarded: true });
  const unanswered = async (question: string) => {
    const id = key();
    await db.tenant(
      tenantId,
      (tx) => tx`insert into xin.decisions
        (tenant_id, id, conversation_id, kind, trigger_seq, epoch, mode, outcome, reason, question)
        values (${tenantId}, ${id}, ${conversationId}, 'reply', 2, 1, 'auto', 'handed_over', 'unsure', ${question})`,
    );
    return id;
  };
  const { questionId } = await saveQuestion(deps, system, {
    question: `Where is ${secret}?`,
    sourceId,
    heading: null,
    savedFrom: "retrieval",
  });
  const drafted = await unanswered(
    `Do umbrellas, kettles, lanterns, gloves, ropes, maps and boots fly to ${secret}?`,
  );
  const { gapId } = await draftArticle(deps, system, { clusterId: drafted });
  const clusterId = await unanswered(
    `Zebra, otter, heron, badger, marten, lynx and beaver stripes of ${secret}`,
  );
  const { policyId } = policy;
  const asked = { conversationId, decisionId, undoId, questionId, clusterId, gapId };
  const things = {
    slug,
    memberId,
    channelId,
    policyId,
    requestId,
    sourceId,
    siteId,
    providerId,
    modelId,
    ...asked,
  };
  return { ...tenant, things, secret };
};

/** A second version that a colleague is to agree to. */
const prepareRequest = async (
  deps: ActionDeps,
  system: Envelope,
  policyId: string,
  text: string,
): Promise<string> => {
  const protection = { production: true, canary: true, rollbackAlone: true };
  await protectPointers(deps, system, protection);
  const input = { policyId, text: `${text}\n## Greetings\n\nBe kind.\n`, note: null };
  const { version } = await savePolicyVersion(deps, system, input);
  const { requestId } = await publishPolicy(deps, system, { policyId, version });
  if (requestId === null) throw new Error("the pointer is not protected");
  return requestId;
};

/** A model that is switched off, so that it is asked nothing. */
const prepareModel = async (db: Db, tenantId: string, secret: string): Promise<string> => {
  const providerId = crypto.randomUUID();
  await db.tenant(
    tenantId,
    (tx) => tx`insert into xin.model_providers (tenant_id, id, name, place, enabled, url, model,
        first_token_ms, call_ms, concurrency, calls_per_minute)
      values (${tenantId}, ${providerId}, 'theirs', 1, false, 'https://models.example/v1', ${secret}, 1000,
        5000, 1, 1)`,
  );
  return providerId;
};

/** A model of vectors that no index uses, so that it is asked nothing. */
const prepareVectors = async (db: Db, tenantId: string, secret: string): Promise<string> => {
  const id = `theirs-${crypto.randomUUID()}`;
  await db.tenant(
    tenantId,
    (
      tx,
    ) => tx`insert into xin.embedding_models (tenant_id, id, provider, model, revision, dims, tokenizer_version)
      values (${tenantId}, ${id}, 'openai', ${secret}, '1', 8, 1)`,
  );
  return id;
};

/** A site whose crawl was cancelled, so that nothing is fetched by itself. */
const prepareSite = async (db: Db, tenantId: string, secret: string): Promise<string> => {
  const siteId = crypto.randomUUID();
  const url = `https://${secret}.example/`;
  await db.tenant(tenantId, async (tx) => {
    await tx`insert into xin.sites
        (tenant_id, id, url, host, mode, max_depth, max_pages, path_prefix, state, created_by_kind)
      values (${tenantId}, ${siteId}, ${url}, ${new URL(url).host}, 'auto', 1, 10, '/', 'cancelled', 'system')`;
    await tx`insert into xin.site_pages (tenant_id, site_id, url, found_by, depth, shape)
      values (${tenantId}, ${siteId}, ${url}, 'start', 0, '/')`;
  });
  return siteId;
};
