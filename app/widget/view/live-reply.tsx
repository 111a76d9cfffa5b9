/** @jsxImportSource preact */
import type { Messages } from "../messages/en.ts";
import type { WidgetState } from "../sync/widget-state.ts";
import { AiAvatar, PersonAvatar } from "./avatar.tsx";
import { answerBlocks } from "./rich-text.ts";
import { TextBlocks } from "./text-blocks.tsx";

/** Numbers that may become chips before the citations are known. */
const anyCitation = new Set(Array.from({ length: 20 }, (_, index) => index + 1));

/**
 * What happens right now: an answer being written, or people and the AI typing. It stands outside
 * the log, so that a screen reader hears the complete message once and not every word.
 */
export const LiveReply = ({ state, t }: { state: WidgetState; t: Messages }) => {
  const stream = state.streams.current;
  const people = state.typing.filter(({ kind }) => kind === "member");
  const aiWrites = stream !== null || state.typing.some(({ kind }) => kind === "ai");
  const aiName = state.typing.find(({ kind }) => kind === "ai")?.name ?? null;
  return (
    <div class="live">
      {people.map(({ id, name }) => (
        <div class="meta" key={id}>
          <PersonAvatar name={name} />
          <span class="who">{t.typing(name)}</span>
          <Dots />
        </div>
      ))}
      {aiWrites && (
        <div class="msg them first">
          <div class="meta">
            <AiAvatar />
            <span class="who">{t.aiName(aiName ?? lastAiName(state))}</span>
            <Dots />
          </div>
          {stream !== null && stream.text.trim() !== "" && (
            <div class="bubble writing" dir="auto">
              <TextBlocks blocks={answerBlocks(stream.text, anyCitation)} citations={[]} t={t} />
            </div>
          )}
        </div>
      )}
    </div>
  );
};

const Dots = () => (
  <span class="dots" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);

const lastAiName = (state: WidgetState): string | null =>
  state.thread?.events.findLast(({ actor }) => actor.kind === "ai")?.actor.name ?? null;
