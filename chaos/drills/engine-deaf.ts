import { Effect } from "effect";
import type { DrillClient } from "../client/drill-client.ts";
import { openVisitor } from "../client/entries.ts";
import { granted } from "../client/refused.ts";
import { atLeast } from "../runner/bar.ts";
import { defineDrill } from "../runner/define-drill.ts";
import type { DrillRun } from "../runner/drill-run.ts";

const late = "answers that came too late and went nowhere";
const questions = [
  "How do I sign in?",
  "How do I add a colleague to the workspace?",
  "Where do I find the API token?",
  "How do I put the widget on my website?",
];
const conversationsEach = 8;

/**
 * R4: the process that writes the AI's answers does not hear that a person has taken over, since its
 * link to Redis is gone. Only the epoch, checked in the transaction that writes, holds it back.
 */
export const engineDeaf = defineDrill({
  id: "R4",
  title: "The engine does not hear that a person took over",
  disturbs: "delivery",
  steadyState: ({ world, step }) =>
    step("give one workspace something to answer from", () =>
      world.fleet.xin("ingest", "--tenant", askedTenant(world).slug, "docs/help/en"),
    ),
  inject: (run) =>
    Effect.gen(function* () {
      const { redis } = run.world.linksOf(run.world.fleet.engine.name);
      for (let turn = 0; turn < 3; turn += 1) {
        yield* run.calm(500, 1_500);
        yield* run.fault("drop the engine and Redis", async () => redis.hold());
        yield* run.step("ask, and take over", () => askAndTakeOver(run));
        yield* run.calm(2_500, 3_500);
        yield* run.step("heal", async () => redis.heal());
      }
    }),
  verify: (run) =>
    run.step("count what came too late", async () => {
      const [row] = await run.world.fleet.postgres.superuser(
        "select count(*)::int as late from xin.events where type = 'reply.superseded'",
      );
      run.note(late, Number(row?.["late"]));
    }),
  bars: (run) => [atLeast(1, { name: late, value: run.worst(late), unit: "" })],
});

const askedTenant = ({ tenants }: DrillRun["world"]) => {
  const [tenant] = tenants;
  if (tenant === undefined) throw new Error("The world has no workspace");
  return tenant;
};

/** New visitors ask, and a person takes each conversation at a random moment while the AI answers. */
const askAndTakeOver = async ({ world, crowd, random }: DrillRun): Promise<void> => {
  const { key, slug } = askedTenant(world);
  const operator = crowd.operators.find(({ name }) => name.startsWith(slug));
  if (operator === undefined) throw new Error(`${slug} has no operator`);
  const askers = await Promise.all(
    Array.from({ length: conversationsEach }, (_, index) => {
      const name = `${slug}-asker-${index}`;
      return openVisitor({ name, url: world.url, record: () => undefined }, key);
    }),
  );
  const afterMs = askers.map(() => 300 + random.below(3_000));
  await Promise.all(
    askers.map(async (asker, index) => {
      const [conversationId = ""] = asker.followed;
      await asker.send(conversationId, questions[index % questions.length] ?? "");
      await new Promise((resolve) => setTimeout(resolve, afterMs[index]));
      await takeOver(operator, conversationId);
      asker.close();
    }),
  );
};

/** A conversation that was handed over meanwhile is taken all the same. */
const takeOver = async ({ ask }: DrillClient, conversationId: string): Promise<void> => {
  const clientId = crypto.randomUUID();
  granted(await ask("conversation.take-over", { conversationId, clientId }));
};
