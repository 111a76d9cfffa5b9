import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { dataFolder } from "#db/embedded/data-folder.ts";
import { listTenants } from "#db/reads/tenants.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { indexNow } from "../knowledge/index-now.ts";
import { createPolicy } from "../policy/create-policy.ts";
import { publishPolicy } from "../policy/publish-policy.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { patiently } from "../runtime/patiently.ts";
import type { Services } from "../runtime/services.ts";
import { withDeadline } from "../runtime/with-deadline.ts";
import { addMember } from "../tenancy/add-member.ts";
import { createChannel } from "../tenancy/create-channel.ts";
import { createTenant } from "../tenancy/create-tenant.ts";
import { memberEnvelope } from "../tenancy/member-envelope.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { colleagues } from "./demo-people.ts";
import { openDemoReplies } from "./demo-replies.ts";
import type { Colleague, DemoConversation, DemoWorkspace } from "./demo-workspace.ts";
import { loadArticles } from "./load-articles.ts";
import { type Stage, playConversation } from "./play-conversation.ts";
import { seedPageTalk } from "./seed-page-talk.ts";
import { seedTuning } from "./seed-tuning.ts";
import { tarnmoor } from "./tarnmoor.ts";
import { xin } from "./xin.ts";

const by = "demo";
const workspaces: readonly DemoWorkspace[] = [xin, tarnmoor];

/**
 * Fills an empty database with the demo workspaces, unless XIN_DEMO=off. A database with any workspace
 * is left alone. Answers whether it did. `projectFolder` is where the articles and policies lie.
 */
export const seedDemo = async (shared: Services, projectFolder: string): Promise<boolean> => {
  const { config, log } = shared;
  // On a busy machine the usual five seconds would leave a demo half told.
  const services = { ...shared, db: withDeadline(shared.db, 60_000) };
  const { db } = services;
  if (config.demo === "off") return false;
  const tenants = await patiently(log, () => db.lookup(listTenants));
  if (tenants.length > 0) return false;
  // Killed in the middle, the embedded database begins anew: half a demo would pass for all of it.
  const { unfinished } = dataFolder(config.dataDir);
  await writeFile(unfinished, "");
  const startedMs = performance.now();
  const nowMs = Date.now();
  const replies = openDemoReplies(services);
  try {
    const stages: [DemoWorkspace, Stage][] = [];
    for (const workspace of workspaces) {
      const tenantId = await createTenant(db, { ...workspace, by });
      const place = await settle(services, workspace, tenantId, projectFolder);
      // Told to nobody: nobody is here yet.
      const deps: ActionDeps = { db, log, bus: openSilentBus() };
      stages.push([workspace, { ...place, deps, tenantId, nowMs, reply: replies.reply }]);
    }
    await Promise.all(stages.map(([workspace, stage]) => play(workspace, stage, projectFolder)));
  } catch (error) {
    // Another node with the same empty database was first.
    if (error instanceof ActionRefused && error.kind === "conflict") {
      await rm(unfinished, { force: true });
      return false;
    }
    throw error;
  } finally {
    await replies.close();
  }
  await rm(unfinished, { force: true });
  log.info({ tookMs: Math.round(performance.now() - startedMs) }, "the demo workspaces are ready");
  return true;
};

/** Members, channel and knowledge. */
const settle = async (
  { db }: Services,
  workspace: DemoWorkspace,
  tenantId: string,
  projectFolder: string,
): Promise<Pick<Stage, "members" | "channelId">> => {
  const system = () => systemEnvelope(tenantId, by);
  const ids = new Map<string, string>();
  for (const member of workspace.members) {
    ids.set(member.email, await addMember(db, system(), member));
  }
  const { channelId } = await createChannel(db, system(), workspace.channel);
  await indexNow({ db }, system(), await loadArticles(projectFolder, workspace.articles));
  const members = new Map<Colleague, { id: string; name: string }>();
  for (const [key, { email, name }] of Object.entries(colleagues)) {
    const id = ids.get(email);
    if (id !== undefined) members.set(key as Colleague, { id, name });
  }
  return { members, channelId };
};

/**
 * The story of a workspace: under the first version of its policy the AI writes drafts, under the
 * second it answers. So its history, its drafts and its answers are all there to look at.
 */
const play = async (workspace: DemoWorkspace, stage: Stage, projectFolder: string) => {
  const { deps, tenantId, members } = stage;
  const priya = members.get("priya");
  if (priya === undefined) throw new Error("the demo's policies need Priya");
  const author = () =>
    memberEnvelope({ tenantId, memberId: priya.id, name: priya.name, role: "author" });
  if (workspace.tuning !== null) await seedTuning(deps, author, workspace.tuning);
  const { name, file, talk } = workspace.policy;
  const text = await readFile(join(projectFolder, file), "utf8");

  const draftingText = text.replace("mode: auto", "mode: draft");
  const drafting = { name, text: draftingText, note: "First version, drafts only." };
  const { policyId, version } = await createPolicy(deps, author(), drafting);
  await publishPolicy(deps, author(), { policyId, version });
  await playAll(stage, workspace.conversations, "drafting");

  const note = "The drafts were good: answer by yourself.";
  const answering = await savePolicyVersion(deps, author(), { policyId, text, note });
  await publishPolicy(deps, author(), { policyId, version: answering.version });
  await playAll(stage, workspace.conversations, "answering");
  await seedPageTalk(stage, policyId, talk);
};

/** The oldest first: then the tenant's log is in the order of its times. */
const playAll = async (
  stage: Stage,
  stories: readonly DemoConversation[],
  policy: DemoConversation["policy"],
) => {
  const chosen = stories.filter((story) => story.policy === policy);
  for (const story of chosen.toSorted((a, b) => b.startedMinutesAgo - a.startedMinutesAgo)) {
    await playConversation(stage, story);
  }
};
