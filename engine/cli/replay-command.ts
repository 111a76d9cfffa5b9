import { readFile } from "node:fs/promises";
import type { Db } from "#db/client.ts";
import { readPolicies } from "#db/reads/policies.ts";
import type { ConversationReplay } from "../replay/conversation-replay.ts";
import { openReplay } from "../replay/open-replay.ts";
import { asRecorded, type ReplayVersion } from "../replay/replay-version.ts";
import { openLocalKeys } from "../tenancy/key-provider.ts";
import { type Command, type CommandContext, requiredOption, UsageError } from "./command.ts";
import { findTenant, withDatabase } from "./with-database.ts";

/** Answers a past conversation again and shows what would be different. */
export const replayCommand: Command = {
  name: "replay",
  usage:
    "replay CONVERSATION --tenant T [--policy production|NAME@VERSION|FILE.md] [--retrieval production|rN] [--model built-in|NAME] [--passages search]",
  summary: "Answers a past conversation again under another version; nothing is sent or stored.",
  options: {
    tenant: { type: "string" },
    policy: { type: "string" },
    retrieval: { type: "string" },
    model: { type: "string" },
    passages: { type: "string" },
  },
  run: (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const [conversationId] = context.args;
    if (conversationId === undefined || !/^[0-9a-f-]{36}$/.test(conversationId)) {
      throw new UsageError("Name the conversation by its id, as in its address after /c/.");
    }
    return withDatabase(context, async (db) => {
      const { id: tenantId } = await findTenant(db, slug);
      const keyProvider = await openLocalKeys(context.config().dataDir);
      const { log } = context;
      const replay = openReplay({ db, log, keyProvider, config: context.config() });
      try {
        const version = await readVersion(context, db, tenantId);
        const json = await replay.conversation(tenantId, conversationId, version);
        return { text: describe(json), json };
      } finally {
        await replay.close();
      }
    });
  },
};

const readVersion = async (
  context: CommandContext,
  db: Db,
  tenantId: string,
): Promise<ReplayVersion> => {
  const { policy, retrieval, model, passages } = context.options;
  if (passages !== undefined && passages !== "search" && passages !== "recorded") {
    throw new UsageError("--passages is recorded or search.");
  }
  return {
    ...asRecorded,
    ...(typeof policy === "string" ? { policy: await policyOf(policy, db, tenantId) } : {}),
    ...(typeof retrieval === "string" ? { tuning: tuningOf(retrieval) } : {}),
    ...(typeof model === "string" ? { model: modelOf(model) } : {}),
    ...(passages === undefined ? {} : { passages }),
  };
};

const policyOf = async (
  words: string,
  db: Db,
  tenantId: string,
): Promise<ReplayVersion["policy"]> => {
  if (words === "recorded" || words === "production") return words;
  const at = /^(.+)@v?(\d+)$/.exec(words);
  if (at === null) {
    const text = await readFile(words, "utf8").catch(() => {
      throw new UsageError(`Cannot read ${words}. A version is named such as "Help@3".`);
    });
    return { text };
  }
  const policies = await db.tenant(tenantId, readPolicies);
  const found = policies.find(({ name }) => name === at[1]);
  if (found !== undefined) return { policyId: found.id, version: Number(at[2]) };
  const names = policies.map(({ name }) => name).join(", ");
  throw new UsageError(`There is no policy "${at[1]}". There are: ${names || "none"}.`);
};

const tuningOf = (words: string): ReplayVersion["tuning"] => {
  if (words === "recorded" || words === "production") return words;
  const version = /^r?(\d+)$/.exec(words)?.[1];
  if (version === undefined) throw new UsageError("--retrieval is production or such as r2.");
  return { version: Number(version) };
};

const modelOf = (words: string): ReplayVersion["model"] =>
  words === "in-use" || words === "built-in" ? words : { name: words };

const describe = ({ turns, counts, sums, costUsd, ...left }: ConversationReplay): string => {
  const lines = turns.flatMap(({ question, recorded, replayed, words, changed, missingCalls }) => [
    `> ${oneLine(question)}`,
    `  then  ${recorded === null ? "not asked" : described(recorded)}`,
    `  now   ${described(replayed)}`,
    ...(changed.answer
      ? [`  ${words.map(({ kind, text }) => marked(kind, oneLine(text))).join("")}`]
      : []),
    ...missingCalls.map(({ name }) => `  not recorded, so not called: ${name}`),
  ]);
  const { recorded: then, replayed: now } = sums;
  return [
    ...lines,
    `${counts.turns} questions, ${counts.recorded} of them decided then: ${counts.answers} answers, ${counts.outcomes} outcomes and ${counts.modes} modes are different.`,
    `Then ${usd(then.costUsd)} and ${then.ms} ms, now ${usd(now.costUsd)} and ${now.ms} ms. This replay cost ${usd(costUsd)}.`,
    ...(left.unreached > 0 ? [`There was no time for ${left.unreached} questions.`] : []),
    ...(left.leftOut > 0 ? [`The oldest ${left.leftOut} questions were left out.`] : []),
    ...(left.cut ? ["The newest events of this long conversation were not read."] : []),
  ].join("\n");
};

const described = ({
  mode,
  outcome,
  confidence,
}: ConversationReplay["turns"][number]["replayed"]) =>
  `${mode}, ${outcome}${confidence === null ? "" : `, ${Math.round(confidence * 100)} % sure`}`;

const marked = (kind: "same" | "removed" | "added", text: string) =>
  kind === "same" ? text : kind === "removed" ? `[-${text}-]` : `{+${text}+}`;

const oneLine = (text: string) => text.replaceAll(/\s+/g, " ");
const usd = (amount: number) => `$${amount.toFixed(4)}`;
