import type { ReplayedTurn } from "./compare-turn.ts";

/** A conversation beside what would come of it under another version. */
export type ConversationReplay = {
  readonly conversationId: string;
  /** Oldest first. */
  readonly turns: readonly ReplayedTurn[];
  readonly counts: {
    readonly turns: number;
    /** Turns the AI had decided about; only these can have changed in mode and outcome. */
    readonly recorded: number;
    readonly answers: number;
    readonly modes: number;
    readonly outcomes: number;
    readonly missingCalls: number;
  };
  /** Sums over the turns the AI had decided about, so that both sides speak of the same; money in US dollars. */
  readonly sums: {
    readonly recorded: { readonly costUsd: number; readonly ms: number };
    readonly replayed: { readonly costUsd: number; readonly ms: number };
  };
  /** What the whole replay cost, turns the AI had not decided about included. In US dollars. */
  readonly costUsd: number;
  /** Turns there was no time for. */
  readonly unreached: number;
  /** The oldest turns of a long conversation, which are not replayed; and whether its newest events were not read. */
  readonly leftOut: number;
  readonly cut: boolean;
};

/** Counts what changed. A turn of null was not reached. */
export const summarise = (
  conversationId: string,
  {
    replayed,
    leftOut,
    cut,
  }: {
    readonly replayed: readonly (ReplayedTurn | null)[];
    readonly leftOut: number;
    readonly cut: boolean;
  },
): ConversationReplay => {
  const turns = replayed.filter((turn) => turn !== null);
  const count = (is: (turn: ReplayedTurn) => boolean) => turns.filter(is).length;
  const decided = turns.flatMap(({ recorded, replayed: now }) =>
    recorded === null ? [] : [{ recorded, now }],
  );
  const sum = (of: (turn: (typeof decided)[number]) => number) =>
    decided.reduce((total, turn) => total + of(turn), 0);
  return {
    conversationId,
    turns,
    counts: {
      turns: turns.length,
      recorded: decided.length,
      answers: count(({ recorded, changed }) => recorded !== null && changed.answer),
      modes: count(({ changed }) => changed.mode),
      outcomes: count(({ changed }) => changed.outcome),
      missingCalls: turns.reduce((total, { missingCalls }) => total + missingCalls.length, 0),
    },
    sums: {
      recorded: {
        costUsd: sum(({ recorded }) => recorded.costUsd),
        ms: sum(({ recorded }) => recorded.ms),
      },
      replayed: { costUsd: sum(({ now }) => now.costUsd), ms: sum(({ now }) => now.ms) },
    },
    costUsd: turns.reduce((total, { replayed: now }) => total + now.costUsd, 0),
    unreached: replayed.length - turns.length,
    leftOut,
    cut,
  };
};
