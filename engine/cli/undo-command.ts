import { v4 as uuidv4 } from "uuid";
import type { DecisionFilter } from "#db/reads/decision-filter.ts";
import type { ActScope } from "#db/reads/undo-acts-of.ts";
import { countSkips } from "#db/reads/undos.ts";
import { isId } from "../actions/check-envelope.ts";
import { openSilentBus } from "../runtime/silent-bus.ts";
import { systemEnvelope } from "../tenancy/system-envelope.ts";
import { previewUndo, type UndoPreview } from "../undo/preview-undo.ts";
import { startUndo } from "../undo/start-undo.ts";
import { workUndo } from "../undo/work-undo.ts";
import { type Command, type CommandContext, UsageError, requiredOption } from "./command.ts";
import { findTenant, withDatabase } from "./with-database.ts";

/** Takes back what the AI did by itself: one act, a run, or all of a filter, such as a rule in a window of time. */
export const undoCommand: Command = {
  name: "undo",
  usage:
    "undo --tenant T (--conversation C --seq N | --decision D | --from TIME [--to TIME] [--kind K] [--outcome O] [--mode M] [--model M] [--tool T] [--policy P [--version N] [--line N]] [--conversation C]) [--dry-run] [--reason R] [--id ID]",
  summary: "Takes acts of the AI back, or says with --dry-run what that would change.",
  options: {
    tenant: { type: "string" },
    conversation: { type: "string" },
    seq: { type: "string" },
    decision: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
    kind: { type: "string" },
    outcome: { type: "string" },
    mode: { type: "string" },
    model: { type: "string" },
    tool: { type: "string" },
    policy: { type: "string" },
    version: { type: "string" },
    line: { type: "string" },
    reason: { type: "string" },
    // The same id again goes on with the same undo, after a command that was killed, say.
    id: { type: "string" },
    "dry-run": { type: "boolean" },
  },
  run: (context) => {
    const slug = requiredOption(context, "tenant", "acme");
    const scope = scopeOf(context);
    const id = textOf(context, "id") ?? uuidv4();
    if (!isId(id)) throw new UsageError("--id must be a UUID in lower case.");
    return withDatabase(context, async (db) => {
      const tenant = await findTenant(db, slug);
      const envelope = { ...systemEnvelope(tenant.id, "xin undo"), idempotencyKey: id };
      if (context.options["dry-run"] === true) {
        const preview = await previewUndo({ db }, envelope, scope);
        return { text: previewText(preview), json: preview };
      }
      const deps = { db, bus: openSilentBus(), log: context.log };
      const request = { scope, reason: textOf(context, "reason") };
      await startUndo(deps, envelope, request);
      await workUndo(deps, tenant.id, id, `xin undo ${process.pid}`);
      const undo = await startUndo(deps, envelope, request);
      const skips = await db.tenant(tenant.id, (tx) => countSkips(tx, id));
      const { undone, skipped, pending, state } = undo;
      const goesOn =
        state === "running" ? [`${pending} left: another process goes on with undo ${id}.`] : [];
      const lines = [
        `${undone} taken back, ${skipped} left as they are.`,
        ...skips.map(({ why, count }) => `  ${count} ${words(why)}`),
        ...goesOn,
      ];
      return { text: lines.join("\n"), json: { ...undo, skips } };
    });
  },
};

const textOf = ({ options }: CommandContext, name: string): string | null => {
  const value = options[name];
  return typeof value === "string" && value !== "" ? value : null;
};

const scopeOf = (context: CommandContext): ActScope => {
  const [conversationId, seq, decisionId] = ["conversation", "seq", "decision"].map((name) =>
    textOf(context, name),
  );
  if (context.args.length > 0) throw new UsageError(`Unexpected "${context.args[0]}".`);
  if (typeof decisionId === "string") return { kind: "decision", decisionId };
  if (typeof seq === "string") {
    if (typeof conversationId !== "string") throw new UsageError("--seq needs --conversation.");
    return { kind: "act", conversationId, seq: wholeOf(context, "seq") ?? 0 };
  }
  const filter: DecisionFilter = {
    kind: textOf(context, "kind"),
    outcome: textOf(context, "outcome"),
    mode: textOf(context, "mode"),
    model: textOf(context, "model"),
    tool: textOf(context, "tool"),
    policyId: idOf(context, "policy"),
    policyVersion: wholeOf(context, "version"),
    ruleLine: wholeOf(context, "line"),
    from: momentOf(context, "from"),
    to: momentOf(context, "to"),
    conversationId: idOf(context, "conversation"),
  };
  return { kind: "decisions", filter, actType: null };
};

const wholeOf = (context: CommandContext, name: string): number | null => {
  const text = textOf(context, name);
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number.`);
};

const idOf = (context: CommandContext, name: string): string | null => {
  const text = textOf(context, name);
  if (text === null || isId(text)) return text;
  throw new UsageError(`--${name} must be an id: a UUID in lower case.`);
};

const momentOf = (context: CommandContext, name: string): string | null => {
  const text = textOf(context, name);
  if (text === null) return null;
  if (/T\d\d:\d\d.*(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text))) {
    return new Date(text).toISOString();
  }
  throw new UsageError(`--${name} must be a moment with a zone, such as 2026-11-26T09:00:00Z.`);
};

const previewText = ({ acts, undone, skipped }: UndoPreview): string => {
  const reasons = Map.groupBy(
    acts.filter((act) => !act.undone),
    ({ why }) => why ?? "",
  );
  return [
    `${undone} would be taken back, ${skipped} would stay as they are. Nothing was changed.`,
    ...[...reasons].map(([why, left]) => `  ${left.length} ${words(why)}`),
  ].join("\n");
};

const words = (why: string): string => why.replaceAll("_", " ");
