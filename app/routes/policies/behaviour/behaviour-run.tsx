import { BehaviourList } from "./behaviour-list.tsx";
import { type BehaviourSides, useBehaviour } from "./use-behaviour.ts";

type Props = { readonly sides: BehaviourSides; readonly conversations: number };

/** One comparison, from when it is shown. */
export function BehaviourRun({ sides, conversations }: Props) {
  const behaviour = useBehaviour(sides, conversations);
  const { before, after } = sides;
  return <BehaviourList behaviour={behaviour} before={before.version} after={after.version} />;
}
