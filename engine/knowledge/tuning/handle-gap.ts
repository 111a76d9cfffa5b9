import { v7 as uuidv7 } from "uuid";
import {
  deleteKnowledgeGap,
  insertKnowledgeGap,
  updateGapArticle,
} from "#db/writes/knowledge-gaps.ts";
import type { ActionDeps } from "../../actions/action-deps.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { announceLog } from "../../runtime/announce-log.ts";
import { cleanText } from "../extraction/decode-text.ts";
import { recordTuningChange, type TuningChange } from "./record-tuning-change.ts";
import { articleOutline, type ArticleText, outlineIsOpen } from "./article-outline.ts";
import { findGaps, type QuestionCluster } from "./find-gaps.ts";

/** Names a cluster by the decision about one of its questions. */
type OneCluster = { readonly clusterId: string };
type OneGap = { readonly gapId: string };

/**
 * Takes a cluster off the list: these questions are none of the knowledge's business. Questions like
 * them stay away as well. Needs `knowledge.write`; refused as `not_found`.
 */
export const dismissGap = (
  deps: ActionDeps,
  env: Envelope,
  input: OneCluster,
): Promise<{ readonly gapId: string }> => handle(deps, env, input, "gap.dismissed");

/**
 * Begins an article about a cluster: its questions and an outline, kept where only the team sees it until
 * it is added to the knowledge. Needs `knowledge.write`; refused as `not_found`.
 */
export const draftArticle = (
  deps: ActionDeps,
  env: Envelope,
  input: OneCluster,
): Promise<{ readonly gapId: string }> => handle(deps, env, input, "gap.drafted");

/** Keeps what was written of an unpublished article. Needs `knowledge.write`; refused as `invalid` or `not_found`. */
export const writeArticle = async (
  deps: ActionDeps,
  env: Envelope,
  { gapId, ...text }: OneGap & ArticleText,
): Promise<void> => {
  assertMay(env.actor.role, "knowledge.write");
  const article = checkArticle(text);
  if (env.dryRun) return;
  await change(deps, env, { type: "gap.written", target: gapId }, (tx) =>
    updateGapArticle(tx, gapId, article),
  );
};

/** Opens a dismissed gap again, or throws an unpublished article away. Needs `knowledge.write`; refused as `not_found`. */
export const reopenGap = async (
  deps: ActionDeps,
  env: Envelope,
  { gapId }: OneGap,
): Promise<void> => {
  assertMay(env.actor.role, "knowledge.write");
  if (env.dryRun) return;
  await change(deps, env, { type: "gap.reopened", target: gapId }, (tx) =>
    deleteKnowledgeGap(tx, gapId),
  );
};

/** Refuses an article that cannot be kept, as `invalid`. */
export const checkArticle = ({ title: given, body: written }: ArticleText): ArticleText => {
  const title = cleanText(given).replaceAll(/\s+/g, " ").trim();
  const body = cleanText(written);
  if (title !== "" && title.length <= 200 && body.length <= 100_000) return { title, body };
  throw new ActionRefused({
    kind: "invalid",
    message: "An article needs a title of 1 to 200 characters, and has a text of at most 100,000.",
  });
};

/** Refuses an article whose outline nobody has filled in, as `invalid`. */
export const assertWritten = ({ body }: ArticleText): void => {
  if (!outlineIsOpen(body)) return;
  throw new ActionRefused({
    kind: "invalid",
    message: "Write the answer first: the line of the outline still stands where it belongs.",
  });
};

/** The answer for a gap that does not exist or is another tenant's. */
export const noGap = () =>
  new ActionRefused({
    kind: "not_found",
    message: "These questions are no longer on the list: somebody has dealt with them.",
  });

const handle = async (
  deps: ActionDeps,
  env: Envelope,
  { clusterId }: OneCluster,
  type: "gap.dismissed" | "gap.drafted",
): Promise<{ readonly gapId: string }> => {
  assertMay(env.actor.role, "knowledge.write");
  const cluster = await requireCluster(deps, env, clusterId);
  const gapId = uuidv7();
  if (env.dryRun) return { gapId };
  const examples = cluster.examples.map(({ question }) => question);
  const article = type === "gap.drafted" ? articleOutline(cluster) : null;
  const authorName = env.actor.name ?? env.actor.kind;
  const detail = { questions: cluster.count };
  await change(deps, env, { type, target: gapId, detail }, async (tx) => {
    await insertKnowledgeGap(tx, env.tenantId, { id: gapId, examples, article, authorName });
    return true;
  });
  return { gapId };
};

const requireCluster = async (
  { db }: ActionDeps,
  { tenantId }: Envelope,
  clusterId: string,
): Promise<QuestionCluster> => {
  const { open } = await findGaps(db, tenantId, 30);
  const found = open.find(
    ({ id, examples }) =>
      id === clusterId || examples.some(({ decisionId }) => decisionId === clusterId),
  );
  if (found === undefined) throw noGap();
  return found;
};

type Write = Parameters<ActionDeps["db"]["tenant"]>[1];

const change = async (
  deps: ActionDeps,
  env: Envelope,
  what: TuningChange,
  write: (...args: Parameters<Write>) => Promise<boolean>,
): Promise<void> => {
  const position = await deps.db.tenant(env.tenantId, async (tx) => {
    if (!(await write(tx))) throw noGap();
    return recordTuningChange(tx, env, what);
  });
  announceLog(deps.bus, env.tenantId, position);
};
