import { behindOthers } from "#db/behind-others.ts";
import { startReactions } from "../decisions/start-reactions.ts";
import { startLearning } from "../knowledge/tuning/start-learning.ts";
import { startReplies } from "../reply/start-replies.ts";
import { startEscalation } from "../service-hours/start-escalation.ts";
import { startUndos } from "../undo/start-undos.ts";
import { startShadows } from "../policy-shadow/start-shadows.ts";
import { startCanaryGuard } from "../policy-canary/start-canary-guard.ts";
import { patiently } from "./patiently.ts";
import type { Services } from "./services.ts";

/** A workspace has eight places: answers that take a model 1.6 s or longer fill them all in spite of it. */
const sharedStartGapMs = 200;

/**
 * Begins the work nobody waits for with an open request: answering visitors, learning from what people
 * make of the answers and recording it, taking acts back, asking the next person when nobody answers, deciding silently under a version in the shadow, stopping canaries that are clearly worse, reading documents, crawling sites and sending mail. `stop` ends the first seven; the rest are jobs, which the job queue ends. In a process that serves people as well, the first seven step aside for them.
 */
export const startEngine = async (all: Services): Promise<{ stop(): Promise<void> }> => {
  const isShared = all.config.role === "all";
  const services = isShared ? { ...all, db: behindOthers(all.db) } : all;
  const replies = startReplies(services, { startGapMs: isShared ? sharedStartGapMs : 0 });
  const learning = startLearning(services);
  const reactions = startReactions(services);
  const escalation = startEscalation(services);
  const undos = startUndos(services);
  const shadows = startShadows(services);
  const canaries = startCanaryGuard(services);
  const ingestion = await patiently(services.log, () => services.knowledge.startIngestion());
  await patiently(services.log, () => services.knowledge.startCrawling());
  await patiently(services.log, () => services.embedding.start());
  await patiently(services.log, () => services.mail.start());
  return {
    stop: async () => {
      ingestion.stop();
      await Promise.all([
        replies.stop(),
        learning.stop(),
        reactions.stop(),
        escalation.stop(),
        undos.stop(),
        shadows.stop(),
        canaries.stop(),
      ]);
    },
  };
};
