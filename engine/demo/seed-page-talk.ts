import { v7 as uuidv7 } from "uuid";
import type { ThreadAct } from "#contract/doc-thread.ts";
import { storedRange } from "#contract/text-place.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { openDoc } from "../docs/open-doc.ts";
import { discuss } from "../docs/threads/discuss.ts";
import type { Colleague, DemoTalk } from "./demo-workspace.ts";
import { authorOf } from "./author-of.ts";
import type { Stage } from "./play-conversation.ts";

/** Lets colleagues comment on the page of a policy and suggest words for it, at the times of the story. */
export const seedPageTalk = async (
  stage: Stage,
  policyId: string,
  talk: readonly DemoTalk[],
): Promise<void> => {
  const { deps, tenantId, nowMs } = stage;
  const doc = { kind: "policy", id: policyId } as const;
  await openDoc(deps, tenantId, doc);
  for (const { on, by, hoursAgo, proposes, says, resolved } of talk) {
    const range = await deps.db.tenant(tenantId, async (tx) => {
      const page = await lockedDoc(tx, doc);
      const from = page?.text.toJSON().indexOf(on) ?? -1;
      if (page === null || from === -1) throw new Error(`the demo's page does not say ${on}`);
      return storedRange(page.text, { from, to: from + on.length });
    });
    const threadId = uuidv7();
    const act = (who: Colleague, afterH: number, what: ThreadAct) => {
      const at = new Date(nowMs - (hoursAgo - afterH) * 3_600_000);
      const dated = { ...deps, clock: () => at };
      return discuss(dated, authorOf(stage, who), { doc, threadId, act: what });
    };
    const [first, ...rest] = says;
    const answers = proposes === undefined ? rest : says;
    if (proposes !== undefined) {
      await act(by, 0, { type: "suggest", ...range, quote: on, proposed: proposes });
    } else if (first !== undefined) {
      await act(by, 0, { type: "comment", ...range, body: first.words });
    }
    for (const { by: who, words, afterH = 0 } of answers) {
      await act(who, afterH, { type: "answer", commentId: uuidv7(), body: words });
    }
    if (resolved !== undefined) {
      await act(resolved.by, resolved.afterH, { type: "state", state: "resolved" });
    }
  }
};
