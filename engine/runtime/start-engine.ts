import { startReplies } from "../reply/start-replies.ts";
import { patiently } from "./patiently.ts";
import type { Services } from "./services.ts";

/**
 * Begins the work nobody waits for with an open request: answering visitors, reading documents and crawling sites.
 * `stop` ends the replies; documents and sites are read by jobs, which the job queue ends.
 */
export const startEngine = async (services: Services): Promise<{ stop(): Promise<void> }> => {
  const replies = startReplies(services);
  const ingestion = await patiently(services.log, () => services.knowledge.startIngestion());
  await patiently(services.log, () => services.knowledge.startCrawling());
  await patiently(services.log, () => services.embedding.start());
  return {
    stop: () => {
      ingestion.stop();
      return replies.stop();
    },
  };
};
