import type { Outcome } from "#engine/actions/outcome.ts";
import type { Gateway } from "./gateway-context.ts";

/**
 * Posts a message and counts how it went: sent when it was asked for, acknowledged when it is stored. A
 * retry of a message that is stored already is a duplicate and nothing else.
 */
export const countPost = async (
  { counts }: Pick<Gateway, "counts">,
  tenantId: string,
  post: () => Promise<Outcome>,
): Promise<Outcome> => {
  let figures: readonly ("sent" | "acked" | "duplicates")[] = ["sent"];
  try {
    const outcome = await post();
    figures = outcome.duplicate ? ["duplicates"] : ["sent", "acked"];
    return outcome;
  } finally {
    for (const figure of figures) counts.add(tenantId, figure);
  }
};
