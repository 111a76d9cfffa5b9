import { layout, route, type RouteConfig } from "@react-router/dev/routes";

export default [
  route("sign-in", "routes/account/sign-in.tsx"),
  route("sign-out", "routes/account/sign-out.ts"),
  layout("routes/shell/shell.tsx", [
    layout("routes/inbox/inbox.tsx", [
      route("/", "routes/inbox/nothing-open.tsx", { index: true }),
      route("c/:conversationId", "routes/inbox/thread.tsx"),
    ]),
    layout("routes/knowledge/knowledge-counts.tsx", { id: "knowledge-counts" }, [
      route("knowledge", "routes/knowledge/knowledge.tsx"),
      route("knowledge/unanswered", "routes/knowledge/unanswered/unanswered.tsx"),
      route("knowledge/unanswered/:gapId", "routes/knowledge/unanswered/article.tsx"),
      route("knowledge/retrieval", "routes/knowledge/retrieval/retrieval.tsx"),
      route("knowledge/:sourceId", "routes/knowledge/source.tsx"),
    ]),
    route("knowledge/upload", "routes/knowledge/upload.ts"),
    route("knowledge/retrieval/try", "routes/knowledge/retrieval/try.ts"),
    route("knowledge/retrieval/run", "routes/knowledge/retrieval/run.ts"),
    route("knowledge/sites/:siteId/pages", "routes/knowledge/sites/site-pages.ts"),
    route("knowledge/usage", "routes/knowledge/usage.ts"),
    route("knowledge/:sourceId/file", "routes/knowledge/source-file.ts"),
    layout("routes/decisions/decisions.tsx", [
      route("decisions", "routes/decisions/none-open.tsx"),
      route("decisions/:decisionId", "routes/decisions/decision.tsx"),
    ]),
    route("decisions/export", "routes/decisions/export.ts"),
    route("policies", "routes/policies/policies.tsx"),
    route("policies/:policyId", "routes/policies/policy.tsx"),
    route("policies/:policyId/v/:version", "routes/policies/policy-file.ts"),
    route("policies/:policyId/preview", "routes/policies/preview/preview.ts"),
    route("delivery", "routes/delivery/delivery.tsx"),
    route("settings", "routes/settings/settings.tsx"),
    route("settings/modes", "routes/settings/modes/modes.tsx"),
    route("settings/hours", "routes/settings/hours/hours.tsx"),
    route("settings/models", "routes/settings/models/models.tsx"),
    route("settings/models/test", "routes/settings/models/test.ts"),
  ]),
  route("threads/:conversationId/events", "routes/inbox/older-events.ts"),
  route("decisions/:decisionId/record", "routes/decisions/record.ts"),
  route("inbox/rows", "routes/inbox/rows.ts"),
  route("*", "routes/shell/not-found.tsx"),
] satisfies RouteConfig;
