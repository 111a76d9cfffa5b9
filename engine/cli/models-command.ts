import { readFile } from "node:fs/promises";
import type { ModelProvider } from "#db/reads/model-providers.ts";
import type { Envelope } from "../actions/envelope.ts";
import { deleteProvider } from "../models/delete-provider.ts";
import type { ModelDeps } from "../models/model-deps.ts";
import { orderProviders } from "../models/order-providers.ts";
import { addProvider, changeProvider } from "../models/put-provider.ts";
import { readWorkspaceModels } from "../models/read-models.ts";
import { setBudget } from "../models/set-budget.ts";
import { type TestDeps, testProvider } from "../models/test-provider.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { openLocalKeys } from "../tenancy/key-provider.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import {
  type Command,
  type CommandAnswer,
  type CommandContext,
  UsageError,
  requiredOption,
} from "./command.ts";
import { findTenant, withDatabase } from "./with-database.ts";

/** Shows, adds, changes, orders, tests and deletes the models of a workspace, and sets what they may cost. */
export const modelsCommand: Command = {
  name: "models",
  usage:
    "models --tenant T list | add NAME --url U --model M [--key-file F] [--price-in N --price-out N] | set NAME … | on NAME | off NAME | order NAME… | remove NAME | test NAME | budget [--conversation N] [--day N] [--calls N]",
  summary: "Shows and changes the models that answer in a workspace, and what they may cost.",
  options: {
    tenant: { type: "string" },
    url: { type: "string" },
    model: { type: "string" },
    "key-file": { type: "string" },
    "price-in": { type: "string" },
    "price-out": { type: "string" },
    "first-token-ms": { type: "string" },
    "call-ms": { type: "string" },
    concurrency: { type: "string" },
    "calls-per-minute": { type: "string" },
    conversation: { type: "string" },
    day: { type: "string" },
    calls: { type: "string" },
  },
  run: (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const [what = "list", ...names] = context.args;
    const run = subcommands[what];
    if (run === undefined) throw new UsageError(`There is no "models ${what}".`);
    return withDatabase(context, async (db) => {
      const { id } = await findTenant(db, slug);
      const config = context.config();
      const keyProvider = await openLocalKeys(config.dataDir);
      const deps = { db, keyProvider, config, bus: openSilentBus(), log: context.log };
      const envelope = systemEnvelope(id, `xin models ${what}`);
      const read = () => db.tenant(id, (tx) => readWorkspaceModels(tx, config));
      return run({ context, deps, envelope, read }, names);
    });
  },
};

/** What a subcommand works with. */
type Work = {
  readonly context: CommandContext;
  readonly deps: ModelDeps & TestDeps;
  readonly envelope: Envelope;
  read(): ReturnType<typeof readWorkspaceModels>;
};

type Subcommand = (work: Work, names: readonly string[]) => Promise<CommandAnswer>;

const list: Subcommand = async ({ read }) => {
  const models = await read();
  const { providers, installation, budget, days } = models;
  const today = days.find(({ isToday }) => isToday);
  const own = providers.map(
    ({ name, enabled, model, url, keyEnding, priceIn, priceOut }) =>
      `${enabled ? "on " : "off"} ${name.padEnd(16)} ${model} at ${url}, key ${keyEnding === null ? "none" : `…${keyEnding}`}, ${priceIn === null ? "price unknown" : `$${priceIn} in, $${priceOut} out a million tokens`}`,
  );
  const lines = [
    ...(own.length > 0 || installation === null
      ? own
      : [`The installation's model answers: ${installation.model}`]),
    "The built-in model answers last.",
    `Today: ${today?.calls ?? 0} calls of ${budget.dayCalls ?? "any number"}, $${(today?.costUsd ?? 0).toFixed(4)} of ${usd(budget.dayUsd)}; a conversation: ${usd(budget.conversationUsd)}`,
  ];
  return { text: lines.join("\n"), json: models };
};

const add: Subcommand = async ({ context, deps, envelope }, [name]) => {
  if (name === undefined) throw new UsageError("Name the model, such as fast.");
  const { providerId } = await addProvider(deps, envelope, {
    name,
    url: requiredOption(context, "url", "https://api.openai.com/v1"),
    model: requiredOption(context, "model", "gpt-4.1-mini"),
    ...(await settingsOf(context)),
  });
  return { text: `${name} is asked after those before it.`, json: { providerId } };
};

const set: Subcommand = async (work, [name]) => {
  const { id } = await named(work, name);
  const { url, model } = work.context.options;
  await changeProvider(work.deps, work.envelope, {
    providerId: id,
    ...(typeof url === "string" ? { url } : {}),
    ...(typeof model === "string" ? { model } : {}),
    ...(await settingsOf(work.context)),
  });
  return { text: `${name} is changed.`, json: { providerId: id } };
};

const switchTo =
  (enabled: boolean): Subcommand =>
  async (work, [name]) => {
    const { id: providerId } = await named(work, name);
    await changeProvider(work.deps, work.envelope, { providerId, enabled });
    return { text: `${name} is ${enabled ? "on" : "off"}.`, json: { providerId, enabled } };
  };

const order: Subcommand = async (work, names) => {
  const providerIds: string[] = [];
  for (const name of names) providerIds.push((await named(work, name)).id);
  await orderProviders(work.deps, work.envelope, { providerIds });
  return { text: `They are asked in this order: ${names.join(", ")}.`, json: { providerIds } };
};

const remove: Subcommand = async (work, [name]) => {
  const { id: providerId } = await named(work, name);
  await deleteProvider(work.deps, work.envelope, { providerId });
  return { text: `${name} and its key are deleted.`, json: { providerId } };
};

const test: Subcommand = async (work, [name]) => {
  const { id: providerId } = await named(work, name);
  const tested = await testProvider(work.deps, work.envelope, { providerId });
  const { failure, firstTokenMs, totalMs, tokensIn, tokensOut, costUsd, text } = tested;
  const words =
    failure === null
      ? `${text.trim()}\nfirst word ${firstTokenMs} ms, all ${totalMs} ms, ${tokensIn} tokens in, ${tokensOut} out, ${costUsd === null ? "price unknown" : `$${costUsd.toFixed(6)}`}`
      : `${failure.reason}: ${failure.message} ${failure.said ?? ""}`;
  return { text: words, json: tested, exitCode: failure === null ? 0 : 1 };
};

const budget: Subcommand = async ({ context, deps, envelope, read }) => {
  const { budget: before } = await read();
  const limit = (option: string, old: number | null): number | null => {
    const given = context.options[option];
    if (typeof given !== "string") return old;
    return given === "none" ? null : Number(given);
  };
  const next = {
    conversationUsd: limit("conversation", before.conversationUsd),
    dayUsd: limit("day", before.dayUsd),
    dayCalls: limit("calls", before.dayCalls),
  };
  await setBudget(deps, envelope, next);
  return {
    text: `A conversation: ${usd(next.conversationUsd)}; a day: ${usd(next.dayUsd)}, ${next.dayCalls ?? "any number of"} calls.`,
    json: next,
  };
};

const subcommands: Readonly<Record<string, Subcommand>> = {
  list,
  add,
  set,
  on: switchTo(true),
  off: switchTo(false),
  order,
  remove,
  test,
  budget,
};

const named = async ({ read }: Work, name: string | undefined): Promise<ModelProvider> => {
  const { providers } = await read();
  const found = providers.find((provider) => provider.name === name);
  if (found !== undefined) return found;
  const known = providers.map((provider) => provider.name).join(", ") || "none yet";
  throw new UsageError(`There is no model "${name ?? ""}". There are: ${known}.`);
};

/** The key comes from a file: what stands on a command line can be read by others on the machine. */
const settingsOf = async ({ options }: CommandContext) => {
  const number = (option: string) =>
    typeof options[option] === "string" ? Number(options[option]) : undefined;
  const given = {
    priceIn: number("price-in"),
    priceOut: number("price-out"),
    firstTokenMs: number("first-token-ms"),
    callMs: number("call-ms"),
    concurrency: number("concurrency"),
    callsPerMinute: number("calls-per-minute"),
  };
  const file = options["key-file"];
  const key = typeof file === "string" ? { key: (await readFile(file, "utf8")).trim() } : {};
  const numbers: Partial<Record<keyof typeof given, number>> = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  );
  return { ...numbers, ...key };
};

const usd = (limit: number | null): string => (limit === null ? "no limit" : `$${limit}`);
