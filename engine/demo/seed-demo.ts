import { rm, writeFile } from "node:fs/promises";
import { dataFolder } from "#db/embedded/data-folder.ts";
import { listTenants } from "#db/reads/tenants.ts";
import type { ActionDeps } from "../actions/action-deps.ts";
import { ActionRefused } from "../actions/action-refused.ts";
import { indexNow } from "../knowledge/index-now.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { patiently } from "../runtime/patiently.ts";
import type { Services } from "../runtime/services.ts";
import { withDeadline } from "../runtime/with-deadline.ts";
import { addMember } from "../tenancy/add-member.ts";
import { createChannel } from "../tenancy/create-channel.ts";
import { createTenant } from "../tenancy/create-tenant.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { authorOf } from "./author-of.ts";
import { colleagues } from "./demo-people.ts";
import { openDemoReplies } from "./demo-replies.ts";
import type { Colleague, DemoWorkspace } from "./demo-workspace.ts";
import { loadArticles } from "./load-articles.ts";
import { openPolicyHistory, type Scene } from "./open-policy-history.ts";
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

/** The story of a workspace, the oldest first: then its log is in the order of its times. */
const play = async (workspace: DemoWorkspace, stage: Stage, projectFolder: string) => {
  const { deps } = stage;
  if (workspace.tuning !== null) {
    await seedTuning(deps, () => authorOf(stage, "priya"), workspace.tuning);
  }
  const policies = await Promise.all(
    workspace.policies.map((policy) => openPolicyHistory(stage, policy, projectFolder)),
  );
  const scenes: readonly Scene[] = [
    ...policies.flatMap(({ scenes: steps }) => steps),
    ...workspace.conversations.map((story) => ({
      minutesAgo: story.startedMinutesAgo,
      play: () => playConversation(stage, story),
    })),
  ];
  for (const scene of scenes.toSorted((a, b) => b.minutesAgo - a.minutesAgo)) await scene.play();
  for (const { policyId, talk } of policies) await seedPageTalk(stage, policyId(), talk);
};
