import { limits } from "#contract/names.ts";
import { readTags } from "#db/reads/tags.ts";
import { writeTags } from "#db/writes/tags.ts";
import type { Tx } from "#db/client.ts";
import type { ConversationState, Plan } from "./act.ts";
import type { ActionDeps } from "./action-deps.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";
import { assertActor, assertEpoch, autonomous, staff } from "./fence.ts";
import type { Outcome } from "./outcome.ts";
import { nothing, teamEvent } from "./plan-message.ts";
import { refusalOf } from "./refusal-of.ts";
import { runAct } from "./run-act.ts";
import { tagOf } from "./tag-of.ts";

/** Tags to put on and to take off; a tag in both stays. */
export type ChangeTagsInput = {
  readonly conversationId: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
};

/**
 * Puts tags on a conversation and takes others off. Custody and status stay as they are. Refused as
 * `invalid` for a tag that cannot be one, `conflict` when there would be too many. The inverse undoes
 * what was changed and no more: a tag that was there before stays.
 */
export const changeTags = (
  deps: ActionDeps,
  env: Envelope,
  input: ChangeTagsInput,
): Promise<Outcome> =>
  runAct(deps, {
    env,
    conversationId: input.conversationId,
    refusal: refusalOf(() => {
      assertActor(env, [...staff, ...autonomous]);
      wanted(input);
    }),
    opening: null,
    decide: (state, tx) => {
      assertEpoch(env, state.row);
      return planTags(env, state, input, tx);
    },
  });

/** What changing tags writes. Throws ActionRefused. */
export const planTags = async (
  env: Envelope,
  state: ConversationState,
  input: ChangeTagsInput,
  tx: Tx,
): Promise<Plan> => {
  const { row } = state;
  const before = tagsPending(state) ?? (await readTags(tx, row.id));
  const { add, remove } = wanted(input);
  const added = add.filter((tag) => !before.includes(tag));
  const removed = remove.filter((tag) => before.includes(tag) && !add.includes(tag));
  if (added.length === 0 && removed.length === 0) return nothing;
  const tags = [...before.filter((tag) => !removed.includes(tag)), ...added].toSorted();
  if (tags.length > limits.tags) throw tooMany();
  const { decisionId } = env;
  return {
    events: [teamEvent({ type: "conversation.tags-changed", added, removed, tags, decisionId })],
    inverse: {
      action: "changeTags",
      input: { conversationId: row.id, add: removed, remove: added },
    },
    alsoWrite: (write) => writeTags(write, env.tenantId, row.id, { added, removed }),
  };
};

const wanted = ({ add, remove }: ChangeTagsInput) => ({
  add: [...new Set(add.map(tagOf))],
  remove: [...new Set(remove.map(tagOf))],
});

/** What an act of the same transaction leaves, which is not written yet. */
const tagsPending = ({ pending }: ConversationState): readonly string[] | null => {
  const last = pending.findLast(({ body }) => body.type === "conversation.tags-changed");
  return last?.body.type === "conversation.tags-changed" ? last.body.tags : null;
};

const tooMany = () =>
  new ActionRefused({
    kind: "conflict",
    message: `A conversation has ${limits.tags} tags at most. Take one off first.`,
  });
