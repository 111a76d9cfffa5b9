import { startReactions } from "../decisions/start-reactions.ts";
import { startLearning } from "../knowledge/tuning/start-learning.ts";
import { startReplies } from "../reply/start-replies.ts";
import { startEscalation } from "../service-hours/start-escalation.ts";
import { startUndos } from "../undo/start-undos.ts";
import { startShadows } from "../policy-shadow/start-shadows.ts";
import { startCanaryGuard } from "../policy-canary/start-canary-guard.ts";
import { patiently } from "./patiently.ts";
import type { Services } from "./services.ts";

/**
 * Begins the work nobody waits for with an open request: answering visitors, learning from what people
 * make of the answers and recording it, taking acts back, asking the next person when nobody answers, deciding silently under a version in the shadow, stopping canaries that are clearly worse, reading documents, crawling sites and sending mail. `stop` ends the first seven; the rest are jobs, which the job queue ends.
 */
export const startEngine = async (services: Services): Promise<{ stop(): Promise<void> }> => {
  const replies = startReplies(services);
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
