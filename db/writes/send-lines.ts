import type { Tx } from "../client.ts";
import type { LineMove } from "../reads/last-move.ts";
import type { AnswersOf } from "../reads/line-evidence.ts";

/** Moves the line. The row says where it stands and why; the moves before are in the audit log. */
export const moveSendLine = async (
  tx: Tx,
  tenantId: string,
  { scoring, writer, setting }: AnswersOf & { readonly setting: "learn" | "proven" },
  { from, to, reason, at, judged, wrong }: LineMove,
): Promise<void> => {
  await tx`insert into xin.send_lines
      (tenant_id, scoring, writer, setting, line, previous, reason, evidence_line, judged, wrong)
    values (${tenantId}, ${scoring}, ${writer}, ${setting}, ${to}, ${from}, ${reason}, ${at}, ${judged}, ${wrong})
    on conflict (tenant_id, scoring, writer, setting) do update set line = excluded.line,
      previous = excluded.previous, reason = excluded.reason, evidence_line = excluded.evidence_line, judged = excluded.judged,
      wrong = excluded.wrong, moved_at = now()`;
};
