import { defaultTuning } from "#engine/knowledge/tuning.ts";
import type { Things } from "./neighbour.ts";

/** One request about somebody's things. */
export type Call = {
  readonly path: string;
  /** Sent as a form; without it the request is a GET. */
  readonly form?: Readonly<Record<string, string>>;
  /** Whether whoever has the things may read them this way, and sees a word of theirs. */
  readonly shows?: true;
};

const form = (path: string, fields: Readonly<Record<string, string>>): Call => ({
  path,
  form: fields,
});

/**
 * For every route of app/routes.ts, by its path: the requests that name somebody's things. A route that
 * names none is called all the same. `own` is a conversation of the caller.
 */
export const consoleCalls = (things: Things, own: Things): Record<string, readonly Call[]> => {
  const { slug, conversationId, decisionId, undoId, policyId, sourceId, siteId, channelId } =
    things;
  const { requestId, questionId, clusterId, gapId, providerId, modelId } = things;
  const tuning = JSON.stringify(defaultTuning);
  return {
    "sign-in": [{ path: `/sign-in?next=/c/${conversationId}` }],
    // Ending the session ends the calls: POST is left out.
    "sign-out": [{ path: "/sign-out" }],
    "/": [{ path: "/" }, { path: `/?workspace=${slug}` }],
    "c/:conversationId": [
      { path: `/c/${conversationId}`, shows: true },
      { path: `/c/${conversationId}?workspace=${slug}` },
      { path: `/c/${own.conversationId}?why=${decisionId}` },
    ],
    knowledge: [
      { path: "/knowledge" },
      form("/knowledge", { intent: "delete", sourceId }),
      form("/knowledge", { intent: "retry", sourceId }),
      form("/knowledge", { intent: "cancel", sourceId }),
      form("/knowledge", { intent: "review", sourceId }),
      form("/knowledge", { intent: "site-change", siteId, url: "https://help.example.com" }),
      form("/knowledge", { intent: "site-crawl", siteId }),
      form("/knowledge", { intent: "site-cancel", siteId }),
      form("/knowledge", { intent: "site-delete", siteId }),
    ],
    "knowledge/upload": [{ path: "/knowledge/upload" }, form("/knowledge/upload", { sourceId })],
    "knowledge/unanswered": [
      { path: "/knowledge/unanswered", shows: true },
      form("/knowledge/unanswered", { intent: "draft", clusterId }),
      form("/knowledge/unanswered", { intent: "dismiss", clusterId }),
      form("/knowledge/unanswered", { intent: "reopen", gapId }),
    ],
    "knowledge/unanswered/:gapId": [
      { path: `/knowledge/unanswered/${gapId}`, shows: true },
      form(`/knowledge/unanswered/${gapId}`, { intent: "save", title: "Ours", body: "Mine." }),
      form(`/knowledge/unanswered/${gapId}`, { intent: "add", title: "Ours", body: "Mine." }),
      form(`/knowledge/unanswered/${gapId}`, { intent: "discard" }),
    ],
    "knowledge/retrieval": [
      { path: "/knowledge/retrieval", shows: true },
      form("/knowledge/retrieval", { intent: "forget", questionId }),
      form("/knowledge/retrieval", { intent: "check-wrong", decisionId }),
      form("/knowledge/retrieval", { intent: "expect", question: "Where?", sourceId }),
    ],
    "knowledge/retrieval/try": [
      { path: "/knowledge/retrieval/try" },
      form("/knowledge/retrieval/try", { question: "Where is it?", tuning, sourceId }),
    ],
    "knowledge/retrieval/run": [
      { path: "/knowledge/retrieval/run" },
      form("/knowledge/retrieval/run", { ids: JSON.stringify([questionId]), tuning }),
    ],
    "knowledge/usage": [{ path: "/knowledge/usage" }],
    "knowledge/sites/:siteId/pages": [{ path: `/knowledge/sites/${siteId}/pages`, shows: true }],
    "knowledge/:sourceId": [
      { path: `/knowledge/${sourceId}`, shows: true },
      { path: `/knowledge/${sourceId}?passage=${sourceId}&version=1&row=1`, shows: true },
    ],
    "knowledge/:sourceId/file": [{ path: `/knowledge/${sourceId}/file`, shows: true }],
    policies: [{ path: "/policies" }],
    "policies/canary-figures": [{ path: "/policies/canary-figures" }],
    "policies/:policyId": [
      { path: `/policies/${policyId}`, shows: true },
      { path: `/policies/${policyId}?version=1`, shows: true },
      form(`/policies/${policyId}`, { intent: "check", text: "no header" }),
      form(`/policies/${policyId}`, { intent: "save", text: validPolicy, note: "mine now" }),
      form(`/policies/${policyId}`, { intent: "publish", version: "1" }),
      form(`/policies/${own.policyId}`, { intent: "approve", requestId }),
      form(`/policies/${own.policyId}`, { intent: "decline", requestId, words: "Not yet." }),
      form(`/policies/${own.policyId}`, { intent: "withdraw", requestId }),
      form(`/policies/${policyId}`, { intent: "publish", to: "canary", version: "1", share: "10" }),
      form(`/policies/${policyId}`, { intent: "start-canary-again", stop: "1" }),
      form(`/policies/${policyId}`, { intent: "set-shadow", version: "1", share: "10" }),
      form(`/policies/${policyId}`, { intent: "leave-canary-stopped", stop: "1" }),
    ],
    "policies/:policyId/shadow": [{ path: `/policies/${policyId}/shadow`, shows: true }],
    delivery: [{ path: "/delivery" }],
    "help/:page?": [{ path: "/help" }, { path: "/help/policies" }],
    settings: [{ path: "/settings" }],
    "replay/:conversationId": [
      { path: `/replay/${conversationId}`, shows: true },
      form(`/replay/${conversationId}`, { model: "built-in", policy: `${policyId}@1` }),
    ],
    "settings/modes/shadow": [
      { path: "/settings/modes/shadow" },
      { path: `/settings/modes/shadow?channel=${channelId}` },
    ],
    "settings/publishing": [
      { path: "/settings/publishing" },
      form("/settings/publishing", { production: "on", canary: "on", rollbackAlone: "on" }),
    ],
    "settings/modes": [
      { path: "/settings/modes" },
      form("/settings/modes", { channelId, mode: "off" }),
    ],
    "settings/hours": [
      { path: "/settings/hours", shows: true },
      form("/settings/hours", {
        hours: JSON.stringify({
          timeZone: "Europe/Berlin",
          week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
          holidays: [],
          escalation: [{ afterMinutes: 5, memberId: things.memberId }],
        }),
      }),
    ],
    "settings/ratings": [{ path: "/settings/ratings" }, form("/settings/ratings", { asks: "no" })],
    "settings/crm": [
      { path: "/settings/crm", shows: true },
      form("/settings/crm", { intent: "test", kind: "order", number: "not a number" }),
      form("/settings/crm", { intent: "connect", url: "https://ours.example/xin", key: "" }),
      form("/settings/crm", { intent: "disconnect" }),
    ],
    "settings/mail": [
      { path: "/settings/mail", shows: true },
      form("/settings/mail", {
        intent: "save",
        host: "mail.ours.example",
        port: "587",
        tls: "starttls",
        user: "",
        from: "ours@ours.example",
      }),
      form("/settings/mail", { intent: "remove" }),
      form("/settings/mail", { intent: "test" }),
    ],
    "settings/models": [
      { path: "/settings/models", shows: true },
      form("/settings/models", { intent: "delete", providerId }),
      form("/settings/models", { intent: "on", providerId }),
      form("/settings/models", { intent: "order", order: providerId }),
      form("/settings/models", {
        intent: "change",
        providerId,
        name: "mine",
        url: "https://models.example/v1",
        model: "mine",
      }),
    ],
    "policies/:policyId/diff": [
      { path: `/policies/${policyId}/diff?from=1&to=1`, shows: true },
      form(`/policies/${policyId}/diff`, { from: "1", text: "# Mine" }),
    ],
    "policies/:policyId/blame": [{ path: `/policies/${policyId}/blame?version=1`, shows: true }],
    "policies/:policyId/authors": [form(`/policies/${policyId}/authors`, { text: "# Mine" })],
    "policies/:policyId/behaviour": [
      { path: `/policies/${policyId}/behaviour` },
      {
        path: `/policies/${policyId}/behaviour?before=${policyId}/1&after=1&conversations=20`,
      },
      form(`/policies/${policyId}/behaviour`, {
        before: `${policyId}/1`,
        after: "1",
        conversations: "10",
      }),
      form(`/policies/${own.policyId}/behaviour`, {
        before: `${policyId}/1`,
        after: "1",
        conversations: "10",
      }),
    ],
    "policies/:policyId/generated-tests": [
      { path: `/policies/${policyId}/generated-tests` },
      form(`/policies/${policyId}/generated-tests`, {
        line: '- Asked "Mine?", it answers.',
        locale: "en",
      }),
    ],
    "policies/:policyId/v/:version": [{ path: `/policies/${policyId}/v/1`, shows: true }],
    "policies/:policyId/v/:version/tests": [
      { path: `/policies/${policyId}/v/1/tests` },
      form(`/policies/${policyId}/v/1/tests`, {}),
    ],
    "policies/:policyId/preview": [
      { path: `/policies/${policyId}/preview` },
      form(`/policies/${policyId}/preview`, {
        asked: JSON.stringify({
          text: "---\nmode: auto\n---\n",
          question: "Where is it?",
          history: [],
          locale: "en",
        }),
      }),
    ],
    "settings/models/test": [
      { path: "/settings/models/test" },
      form("/settings/models/test", { providerId }),
    ],
    "settings/search": [
      { path: "/settings/search" },
      form("/settings/search", { intent: "activate", modelId }),
      form("/settings/search", { intent: "drop", modelId }),
      form("/settings/search", { intent: "key", modelId, key: "mine" }),
      form("/settings/search", { intent: "test", modelId }),
      form("/settings/search", { intent: "rerank-test" }),
    ],
    "settings/search/compare": [{ path: `/settings/search/compare?model=${modelId}` }],
    "threads/:conversationId/tests/:seq": [
      { path: `/threads/${conversationId}/tests/2`, shows: true },
      form(`/threads/${conversationId}/tests/2`, {
        policyId,
        question: "Mine?",
        expects: "answers",
        locale: "en",
      }),
    ],
    "threads/:conversationId/events": [
      { path: `/threads/${conversationId}/events?before=100`, shows: true },
    ],
    decisions: [
      { path: "/decisions", shows: true },
      { path: `/decisions?conversation=${conversationId}&policy=${policyId}&version=1` },
    ],
    "decisions/:decisionId": [{ path: `/decisions/${decisionId}`, shows: true }],
    "decisions/:decisionId/record": [{ path: `/decisions/${decisionId}/record`, shows: true }],
    "decisions/undo": [
      { path: "/decisions/undo" },
      form("/decisions/undo", { intent: "preview", undoId: own.undoId, decisionId }),
      form("/decisions/undo", { undoId: own.undoId, conversationId, seq: "2" }),
      form("/decisions/undo", {
        intent: "preview",
        undoId: own.undoId,
        filter: `conversation=${conversationId}&policy=${policyId}`,
      }),
    ],
    "decisions/undo/:undoId": [
      { path: `/decisions/undo/${undoId}`, shows: true },
      form(`/decisions/undo/${undoId}`, {}),
    ],
    "decisions/export": [
      { path: "/decisions/export?format=csv", shows: true },
      { path: `/decisions/export?format=jsonl&conversation=${conversationId}` },
    ],
    "inbox/quick-replies": [{ path: "/inbox/quick-replies" }],
    "inbox/figures": [{ path: "/inbox/figures" }, { path: "/inbox/figures?tag=billing" }],
    "inbox/rows": [
      { path: "/inbox/rows" },
      { path: `/inbox/rows?before=2100-01-01T00:00:00Z&beforeId=${conversationId}` },
    ],
    "*": [{ path: `/nothing/${conversationId}` }],
  };
};

/** A page without a problem, so that only the policy's id can be wrong. */
const validPolicy = `---
mode: auto
languages: en
threshold: 70%
---

# Ours

Say yes.
`;
