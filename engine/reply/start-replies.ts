import { Cause, Effect, Fiber, Layer } from "effect";
import { v4 as uuidv4 } from "uuid";
import { openCrm } from "../crm/open-crm.ts";
import { Retrieval } from "../knowledge/retrieve.ts";
import type { Services } from "../runtime/services.ts";
import { installationProviders } from "./installation-providers.ts";
import { ModelGateway } from "./model-gateway.ts";
import { openReplyModels } from "./reply-models.ts";
import { ReplyAgent } from "./reply-agent.ts";
import { consumeReplies } from "./reply-consumer.ts";
import type { ReplySettings } from "./reply-settings.ts";

/** What `startReplies` needs of the process. */
export type StartReplies = Pick<
  Services,
  "db" | "bus" | "log" | "metrics" | "config" | "keyProvider" | "identity"
>;

/** The running part of the process that answers visitors. */
export type Replies = {
  /** Ends the replies under way and frees them for other workers. Resolves when nothing runs any more. */
  stop(): Promise<void>;
};

/** Begins to answer visitors. Call it when the server listens: what it loads takes a second or two. */
export const startReplies = (
  services: StartReplies,
  overrides: Partial<ReplySettings> = {},
): Replies => {
  const { config, db, log } = services;
  const settings: ReplySettings = {
    providers: installationProviders(config),
    paceMs: config.replyPaceMs,
    worker: uuidv4(),
    leaseMs: 20_000,
    pollMs: 2000,
    maxRuns: 32,
    maxRunsOfTenant: 8,
    startGapMs: 0,
    ...overrides,
  };
  const models = openReplyModels(services, settings.providers);
  const crm = openCrm(services);
  const layer = Layer.merge(
    ReplyAgent.layer.pipe(Layer.provide(ModelGateway.layer)),
    Retrieval.layer(db),
  );
  const fiber = Effect.runFork(
    Effect.scoped(consumeReplies({ ...services, models, crm }, settings)).pipe(
      Effect.provide(layer),
      Effect.tapCause((cause) =>
        Effect.sync(() => {
          if (Cause.hasInterruptsOnly(cause)) return;
          log.fatal({ err: Cause.squash(cause) }, "replies have stopped; restart this process");
        }),
      ),
    ),
  );
  return {
    stop: async () => {
      await Effect.runPromise(Fiber.interrupt(fiber));
      await models.close();
      await crm.close();
    },
  };
};
