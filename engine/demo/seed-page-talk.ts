import { v7 as uuidv7 } from "uuid";
import type { ThreadAct } from "#contract/doc-thread.ts";
import { storedRange } from "#contract/text-place.ts";
import { lockedDoc } from "../docs/locked-doc.ts";
import { openDoc } from "../docs/open-doc.ts";
import { discuss } from "../docs/threads/discuss.ts";
import { memberEnvelope } from "../tenancy/member-envelope.ts";
import { colleagues } from "./demo-people.ts";
import type { Colleague, DemoTalk } from "./demo-workspace.ts";
import type { Stage } from "./play-conversation.ts";

/** Lets colleagues comment on the page of a policy and suggest words for it. */
export const seedPageTalk = async (
  { deps, tenantId, members }: Stage,
  policyId: string,
  talk: readonly DemoTalk[],
): Promise<void> => {
  const doc = { kind: "policy", id: policyId } as const;
  await openDoc(deps, tenantId, doc);
  for (const { on, by, proposes, says, resolvedBy } of talk) {
    const range = await deps.db.tenant(tenantId, async (tx) => {
      const page = await lockedDoc(tx, doc);
      const from = page?.text.toJSON().indexOf(on) ?? -1;
      if (page === null || from === -1) throw new Error(`the demo's page does not say ${on}`);
      return storedRange(page.text, { from, to: from + on.length });
    });
    const threadId = uuidv7();
    const act = (who: Colleague, what: ThreadAct) => {
      const member = members.get(who);
      if (member === undefined) throw new Error(`the demo's page needs ${who}`);
      const person = { tenantId, memberId: member.id, role: colleagues[who].role };
      return discuss(deps, memberEnvelope(person), { doc, threadId, act: what });
    };
    const [first, ...rest] = says;
    const answers = proposes === undefined ? rest : says;
    if (proposes !== undefined) {
      await act(by, { type: "suggest", ...range, quote: on, proposed: proposes });
    } else if (first !== undefined) {
      await act(by, { type: "comment", ...range, body: first.words });
    }
    for (const { by: who, words } of answers) {
      await act(who, { type: "answer", commentId: uuidv7(), body: words });
    }
    if (resolvedBy !== undefined) await act(resolvedBy, { type: "state", state: "resolved" });
  }
};
