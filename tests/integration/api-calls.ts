import { defaultTuning } from "#engine/knowledge/tuning.ts";
import type { Things } from "./neighbour.ts";

/**
 * Bodies of the API's operations that take one, by method and path. An operation of the document that
 * is not named here, or in `withoutBody`, has no test and fails it.
 */
export const apiBodies = ({
  conversationId,
  decisionId,
  memberId,
  channelId,
  policyId,
  sourceId,
  providerId,
  modelId,
}: Things): Readonly<Record<string, unknown>> => ({
  "POST /api/v1/conversations/{conversationId}/messages": {
    parts: [{ type: "text", text: "let me in" }],
  },
  "POST /api/v1/conversations/{conversationId}/hand-back": { note: "mine" },
  "POST /api/v1/conversations/{conversationId}/assign": { memberId },
  "POST /api/v1/conversations/{conversationId}/mode": { mode: "off" },
  "POST /api/v1/conversations/{conversationId}/replay": { model: "built-in" },
  "POST /api/v1/conversations/{conversationId}/tags": { add: ["mine"] },
  "POST /api/v1/policies/{policyId}/diff": { from: { version: 1 }, to: { text: "# Mine" } },
  "POST /api/v1/policies/{policyId}/versions/{version}/compare": {
    before: { policyId, version: 1 },
    conversations: 1,
  },
  "POST /api/v1/policies/{policyId}/tests": { lines: ['- Asked "Mine?", it answers.'] },
  "POST /api/v1/policies/{policyId}/versions/{version}/publish": { override: "It is mine now." },
  "PUT /api/v1/policies/canary": { policyId, version: 1, share: 0.1 },
  "PUT /api/v1/policies/shadow": { policyId, version: 1, share: 1 },
  "PUT /api/v1/policies/protection": { production: false, canary: false, rollbackAlone: true },
  "PUT /api/v1/modes": { channelId, mode: "off" },
  "POST /api/v1/undos/preview": { scope: { kind: "act", conversationId, seq: 2 } },
  "POST /api/v1/undos": { scope: { kind: "decision", decisionId } },
  "POST /api/v1/knowledge/sources": { title: "Ours", text: "It is ours." },
  // Nothing is connected to there.
  "POST /api/v1/knowledge/sites": { url: "http://127.0.0.1/", intervalHours: null },
  "POST /api/v1/knowledge/urls": { url: "http://127.0.0.1/page", intervalHours: null },
  "PATCH /api/v1/knowledge/sites/{siteId}": { url: "http://127.0.0.1/changed" },
  "POST /api/v1/models": { name: "ours", url: "https://models.example/v1", model: "m" },
  "PUT /api/v1/models/order": { providerIds: [providerId] },
  "PUT /api/v1/models/budget": { conversationUsd: null, dayUsd: null, dayCalls: null },
  "PATCH /api/v1/models/{providerId}": { model: "mine" },
  // Nothing is connected to there.
  "PUT /api/v1/crm": { url: "https://ours.example/xin" },
  "POST /api/v1/crm/test": { kind: "order", number: "not a number" },
  "PUT /api/v1/ratings/asking": { asks: false },
  "PUT /api/v1/hours": {
    timeZone: "Europe/Berlin",
    week: { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] },
    holidays: [],
    escalation: [{ afterMinutes: 5, memberId }],
  },
  "POST /api/v1/embedding/models": { provider: "local", model: "there is none" },
  "PUT /api/v1/embedding/models/{modelId}/key": { key: "mine" },
  "POST /api/v1/embedding/active": { modelId },
  // Nothing is connected to there.
  "PUT /api/v1/embedding/reranker": { url: "http://127.0.0.1:9/v1", model: "mine" },
  "PUT /api/v1/retrieval/checks/{decisionId}": { isRight: true },
  "POST /api/v1/retrieval/versions": { tuning: defaultTuning, note: "mine" },
  "POST /api/v1/retrieval/production": { version: 0 },
  "POST /api/v1/retrieval/questions": { question: "Where is it?", sourceId },
  "POST /api/v1/retrieval/try": { question: "Where is it?" },
  // The bytes of a file, which no JSON is; the refusal is the same for everybody.
  "POST /api/v1/knowledge/files": "not a file",
  "POST /api/v1/knowledge/archives": "not an archive",
  "PUT /api/v1/knowledge/sources/{sourceId}/content": "not a file",
  "POST /api/v1/knowledge/sources/{sourceId}/review": { reviewAfterMonths: 6 },
});

/** The API's operations without a body. */
export const apiWithoutBody: readonly string[] = [
  "GET /api/v1/conversations",
  "GET /api/v1/conversations/{conversationId}",
  "GET /api/v1/conversations/{conversationId}/events",
  "GET /api/v1/conversations/{conversationId}/decisions",
  "POST /api/v1/conversations/{conversationId}/take-over",
  "POST /api/v1/conversations/{conversationId}/resolve",
  "POST /api/v1/conversations/{conversationId}/reopen",
  "GET /api/v1/decisions",
  "GET /api/v1/decisions/export",
  "GET /api/v1/undos",
  "GET /api/v1/undos/{undoId}",
  "POST /api/v1/undos/{undoId}/stop",
  "GET /api/v1/decisions/{decisionId}",
  "GET /api/v1/knowledge/sources",
  "GET /api/v1/knowledge/sources/{sourceId}",
  "GET /api/v1/knowledge/status",
  "POST /api/v1/knowledge/sources/{sourceId}/retry",
  "POST /api/v1/knowledge/sources/{sourceId}/cancel",
  "POST /api/v1/knowledge/reindex",
  "DELETE /api/v1/knowledge/sources/{sourceId}",
  "GET /api/v1/knowledge/sites",
  "GET /api/v1/knowledge/sites/{siteId}",
  "GET /api/v1/knowledge/sites/{siteId}/pages",
  "POST /api/v1/knowledge/sites/{siteId}/crawl",
  "POST /api/v1/knowledge/sites/{siteId}/cancel",
  "DELETE /api/v1/knowledge/sites/{siteId}",
  "GET /api/v1/crm",
  "DELETE /api/v1/crm",
  "GET /api/v1/hours",
  "GET /api/v1/models",
  "GET /api/v1/modes",
  "GET /api/v1/modes/shadow-report",
  "POST /api/v1/modes/return-to-auto",
  "DELETE /api/v1/models/{providerId}",
  "POST /api/v1/models/{providerId}/test",
  "GET /api/v1/embedding/models",
  "GET /api/v1/embedding/offers",
  "GET /api/v1/embedding/comparison",
  "DELETE /api/v1/embedding/models/{modelId}",
  "POST /api/v1/embedding/back",
  "GET /api/v1/embedding/reranker",
  "POST /api/v1/embedding/reranker/test",
  "DELETE /api/v1/embedding/reranker",
  "GET /api/v1/ratings",
  "GET /api/v1/ratings/asking",
  "GET /api/v1/retrieval/checks",
  "GET /api/v1/retrieval/versions",
  "GET /api/v1/retrieval/send-line",
  "GET /api/v1/retrieval/questions",
  "DELETE /api/v1/retrieval/questions/{questionId}",
  "GET /api/v1/retrieval/unanswered",
  "POST /api/v1/retrieval/unanswered/{clusterId}/dismiss",
  "POST /api/v1/retrieval/unanswered/{clusterId}/draft",
  "GET /api/v1/policies",
  "GET /api/v1/policies/canary",
  "GET /api/v1/policies/pointers",
  "DELETE /api/v1/policies/canary",
  "GET /api/v1/policies/canary/stop",
  "DELETE /api/v1/policies/canary/stop/{stop}",
  "GET /api/v1/policies/shadow",
  "DELETE /api/v1/policies/shadow",
  "GET /api/v1/policies/protection",
  "GET /api/v1/policies/requests",
  "DELETE /api/v1/policies/requests/{requestId}",
  "GET /api/v1/policies/{policyId}/generated-tests",
  "GET /api/v1/policies/{policyId}/versions",
  "GET /api/v1/policies/{policyId}/versions/{version}",
  "GET /api/v1/policies/{policyId}/versions/{version}/blame",
];

/** Puts somebody's ids into a path of the document. Throws for a parameter that it does not know. */
export const fillPath = (path: string, things: Things): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const values: Record<string, string | undefined> = { ...things, version: "1", stop: "1" };
    const value = values[name];
    if (value === undefined) throw new Error(`The test has no value for {${name}} of ${path}`);
    return value;
  });
