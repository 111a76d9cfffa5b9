/** Something the palette can do. `search` holds further words it is found by, pinyin among them. */
export type Command = {
  readonly group: "conversation" | "place" | "action";
  readonly name: string;
  readonly detail?: string;
  readonly search: string;
  readonly keys?: string;
  readonly run: () => void;
};

let current: readonly Command[] = [];

/** What can be done with the conversation that is open; empty when none is. */
export const conversationCommands = (): readonly Command[] => current;

/** Says what the open conversation offers. Answers how to take it back. */
export const offerCommands = (commands: readonly Command[]): (() => void) => {
  current = commands;
  return () => {
    if (current === commands) current = [];
  };
};
