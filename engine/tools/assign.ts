import { Schema } from "effect";
import type { Tool } from "./tool.ts";

/** Most members that are named to the model. */
const most = 100;

/** Names who looks after the conversation. */
export const assign: Tool<{ readonly member: string }> = {
  name: "assign",
  kind: "write",
  input: Schema.Struct({ member: Schema.String.check(Schema.isMaxLength(200)) }),
  describe: (world) => {
    const names = (world?.members ?? []).slice(0, most).map(({ name }) => name);
    return `Assigns this conversation to a member of the team, by name. Members: ${names.join(", ")}.`;
  },
  answer: ({ member }, { members }) => {
    const wanted = member.trim().toLowerCase();
    const named = members.filter(({ name }) => name.toLowerCase() === wanted);
    const [only] = named;
    if (only === undefined) return { refused: "There is no such member who may answer." };
    if (named.length > 1) return { refused: "Several members have this name." };
    return {
      result: "It is assigned when the reply is sent.",
      act: { kind: "assign", memberId: only.id },
    };
  },
};
