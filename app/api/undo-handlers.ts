import { Effect } from "effect";
import { HttpApiBuilder } from "effect/http-api";
import type { ActScope } from "#db/reads/undo-acts-of.ts";
import { countSkips, readBulkUndos, readUndo, readUndoActs } from "#db/reads/undos.ts";
import { ActionRefused } from "#engine/actions/action-refused.ts";
import type { Services } from "#engine/runtime/services.ts";
import { previewUndo } from "#engine/undo/preview-undo.ts";
import { startUndo } from "#engine/undo/start-undo.ts";
import { stopUndo } from "#engine/undo/stop-undo.ts";
import { actAsCaller } from "./act-as-caller.ts";
import { api } from "./api.ts";
import { attempt } from "./attempt.ts";
import { Caller } from "./caller.ts";
import { readAsCaller } from "./read-as-caller.ts";

/** Acts shown at once: of a preview, and of an undo. */
const mostPreviewed = 500;
const actsPerPage = 200;

/** Undos listed. */
const listed = 50;

type AskedScope =
  | Exclude<ActScope, { kind: "decisions" }>
  | (Omit<Extract<ActScope, { kind: "decisions" }>, "actType"> & {
      readonly actType?: Extract<ActScope, { kind: "decisions" }>["actType"];
    });

/** Answers the undo group. */
export const undoHandlers = (services: Services) =>
  HttpApiBuilder.group(api, "undo", (handlers) =>
    Effect.succeed(
      handlers.handleAll({
        preview: ({ payload }) =>
          actAsCaller(services, async (envelope) => {
            const preview = await previewUndo(services, envelope, scopeOf(payload.scope));
            return { ...preview, acts: preview.acts.slice(0, mostPreviewed) };
          }),
        start: ({ headers, payload: { scope, reason = null } }) =>
          Effect.gen(function* () {
            const envelope = (yield* Caller).envelope(headers["idempotency-key"]);
            const asked = { scope: scopeOf(scope), reason };
            return yield* attempt(services, envelope, () => startUndo(services, envelope, asked));
          }),
        list: () =>
          readAsCaller(services, "conversations.read", async (tx) => ({
            undos: await readBulkUndos(tx, listed),
          })),
        get: ({ params: { undoId }, query: { from = 0 } }) =>
          readAsCaller(services, "conversations.read", async (tx) => {
            const undo = await readUndo(tx, undoId);
            if (undo === null) {
              throw new ActionRefused({ kind: "not_found", message: "There is no such undo." });
            }
            const skips = await countSkips(tx, undoId);
            return {
              undo,
              skips,
              acts: await readUndoActs(tx, undoId, { from, limit: actsPerPage }),
            };
          }),
        stop: ({ params }) =>
          actAsCaller(services, (envelope) => stopUndo(services, envelope, params.undoId)),
      }),
    ),
  );

const scopeOf = (scope: AskedScope): ActScope =>
  scope.kind === "decisions" ? { ...scope, actType: scope.actType ?? null } : scope;
