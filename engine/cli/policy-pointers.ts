import { readPointers } from "../policy/read-pointers.ts";
import { endCanary } from "../policy/set-canary.ts";
import { canaryTested } from "../policy-tests/canary-tested.ts";
import { publishTested } from "../policy-tests/publish-tested.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { type CommandAnswer, type CommandContext, UsageError } from "./command.ts";
import { findPolicy, nameOption } from "./find-policy.ts";
import { inWorkspace, withReplay } from "./with-replay.ts";

/** One of the things `policy` does, with the words after its name. */
export type Run = (context: CommandContext, args: readonly string[]) => Promise<CommandAnswer>;

const pointers: Run = (context) =>
  inWorkspace(context, async (db, tenantId) => {
    const json = await db.tenant(tenantId, readPointers);
    const lines = json.moves.map(
      ({ n, pointer, version, policyName, share, movesRunning, movedBy, movedAt }) =>
        [
          `${n}  ${movedAt}  ${pointer}`,
          version === null ? "ended" : `v${version} of ${policyName}`,
          ...(share === null ? [] : [`${Math.round(share * 100)} %`]),
          ...(movesRunning ? [] : ["open conversations stayed"]),
          movedBy,
        ].join("  "),
    );
    return { text: lines.join("\n") || "No pointer has moved yet.", json };
  });

const publish: Run = (context, [words]) => {
  const version = versionOf(words);
  return withReplay(context, async (deps, tenantId) => {
    const policy = await findPolicy(deps.db, tenantId, nameOption(context));
    const json = await publishTested(deps, systemEnvelope(tenantId, "xin policy publish"), {
      ...gateOptions(context),
      policyId: policy.id,
      version,
      acceptsGone: context.options["accept-gone"] === "yes",
    });
    const text =
      json.requestId === null ? `v${version} of ${policy.name} answers visitors.` : waits;
    return { text, json: { policyId: policy.id, version, requestId: json.requestId } };
  });
};

const canary: Run = (context, [words]) =>
  withReplay(context, async (deps, tenantId) => {
    const envelope = systemEnvelope(tenantId, "xin policy canary");
    if (words === "off") {
      await endCanary(deps, envelope);
      return { text: "Production answers everybody.", json: { canary: null } };
    }
    const version = versionOf(words);
    const { share: given } = context.options;
    const percent = /^(\d{1,2}(?:\.\d+)?)%?$/.exec(typeof given === "string" ? given : "10%")?.[1];
    if (percent === undefined) throw new UsageError("--share is a part such as 10%.");
    const policy = await findPolicy(deps.db, tenantId, nameOption(context));
    const json = { policyId: policy.id, version, share: Number(percent) / 100 };
    const { requestId } = await canaryTested(deps, envelope, { ...gateOptions(context), ...json });
    const done = `v${version} of ${policy.name} answers ${percent} % of the conversations from now on.`;
    return { text: requestId === null ? done : waits, json: { ...json, requestId } };
  });

const waits =
  "The pointer is protected: a member who may publish approves this in the console, under Policies.";

const gateOptions = ({ options: { running, override } }: CommandContext) => ({
  override: typeof override === "string" ? override : null,
  ...runningOf(running),
});

const runningOf = (
  written: string | boolean | undefined,
): { readonly running?: "move" | "stay" } => {
  if (written === undefined) return {};
  if (written === "move" || written === "stay") return { running: written };
  throw new UsageError("--running is move or stay.");
};

/** What `policy` does with pointers, by its name. */
export const pointerCommands = { pointers, publish, canary };

const versionOf = (words: string | undefined): number => {
  const version = /^v?(\d{1,9})$/i.exec(words ?? "")?.[1];
  if (version === undefined) throw new UsageError("Name the version, such as v3.");
  return Number(version);
};
