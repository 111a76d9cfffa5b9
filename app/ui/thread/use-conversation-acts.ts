import { useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Mode } from "#contract/mode.ts";
import { upstream } from "#contract/names.ts";
import type { ActInput, ActName } from "#app/sync/inbox-store.ts";
import { useInboxStore } from "#app/sync/use-inbox.tsx";
import { offerCommands } from "../conversation-commands.ts";
import { useShortcuts } from "../shortcuts.tsx";

/** What can be done with a conversation, and what went wrong last. */
export type ConversationActs = {
  takeOver(): void;
  handBack(note: string | null): void;
  resolve(): void;
  reopen(): void;
  assign(memberId: string | null): void;
  retract(targetSeq: number): void;
  /** `reason` may be empty. */
  discardDraft(decisionId: string, reason: string): void;
  /** Asks the AI to write the draft anew by an instruction. */
  reviseDraft(decisionId: string, instruction: string): void;
  stopReply(): void;
  /** How far the AI may go; null sets nothing. */
  setMode(mode: Mode | null): void;
  changeTags(change: { readonly add: readonly string[]; readonly remove: readonly string[] }): void;
  /** The last act that was refused; null when all went well. */
  readonly problem: WireError | null;
  dismissProblem(): void;
};

/** Binds the acts to one conversation, and offers them as keys and in the palette. */
export const useConversationActs = (
  row: ConversationRow,
  member: { readonly id: string },
): ConversationActs => {
  const { t } = useLingui();
  const store = useInboxStore();
  const [problem, setProblem] = useState<WireError | null>(null);
  const conversationId = row.id;
  const act = <Name extends ActName>(name: Name, input: ActInput<Name>): void => {
    setProblem(null);
    void store?.act(name, input).then((answer) => {
      if (!answer.ok) setProblem(answer.error);
    });
  };
  const acts: ConversationActs = {
    takeOver: () => act(upstream.takeOver, { conversationId }),
    handBack: (note) => act(upstream.handBack, { conversationId, note }),
    resolve: () => act(upstream.resolve, { conversationId }),
    reopen: () => act(upstream.reopen, { conversationId }),
    assign: (memberId) => act(upstream.assign, { conversationId, memberId }),
    retract: (targetSeq) => act(upstream.retractMessage, { conversationId, targetSeq }),
    discardDraft: (decisionId, reason) => {
      const why = reason === "" ? {} : { reason };
      act(upstream.discardDraft, { conversationId, decisionId, ...why });
    },
    reviseDraft: (decisionId, instruction) =>
      act(upstream.reviseDraft, { conversationId, decisionId, instruction }),
    stopReply: () => act(upstream.stopReply, { conversationId }),
    setMode: (mode) => act(upstream.setMode, { conversationId, mode }),
    changeTags: (change) => act(upstream.changeTags, { conversationId, ...change }),
    problem,
    dismissProblem: () => setProblem(null),
  };
  const held = row.holder === "people";
  const toggleCustody = held ? () => acts.handBack(null) : acts.takeOver;
  const toggleStatus = row.status === "open" ? acts.resolve : acts.reopen;
  useShortcuts([
    { keys: "t", run: toggleCustody },
    { keys: "e", run: toggleStatus },
    { keys: "m", run: () => acts.assign(member.id) },
  ]);
  useEffect(() =>
    offerCommands([
      {
        group: "action",
        name: held ? t`Hand back to the AI` : t`Take over`,
        search: "take over hand back jieguan 接管 交还",
        keys: "T",
        run: toggleCustody,
      },
      {
        group: "action",
        name: row.status === "open" ? t`Close conversation` : t`Reopen conversation`,
        search: "close resolve reopen guanbi 关闭 重开",
        keys: "E",
        run: toggleStatus,
      },
      {
        group: "action",
        name: t`Assign to me`,
        search: "assign fenpei 分配",
        keys: "M",
        run: () => acts.assign(member.id),
      },
    ]),
  );
  return acts;
};
