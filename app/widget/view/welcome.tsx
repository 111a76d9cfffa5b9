/** @jsxImportSource preact */
import type { ChannelLook } from "#contract/session-start.ts";
import type { Messages } from "../messages/en.ts";
import type { Custody } from "../sync/custody.ts";
import { AiAvatar } from "./avatar.tsx";
import { plainBlocks } from "./rich-text.ts";
import { TextBlocks } from "./text-blocks.tsx";

type Props = {
  look: ChannelLook;
  holder: Custody["holder"];
  locale: "en" | "zh";
  t: Messages;
  /** Questions are offered until the visitor has written. */
  onAsk: ((question: string) => void) | null;
};

/** The greeting, and questions to begin with. */
export const Welcome = ({ look, holder, locale, t, onAsk }: Props) => (
  <div class="welcome" lang={locale}>
    {look.greeting[locale] !== "" && (
      <div class="msg them first">
        {holder === "ai" && (
          <div class="meta">
            <AiAvatar />
            <span class="who">{t.aiName(null)}</span>
          </div>
        )}
        <div class="bubble">
          <TextBlocks blocks={plainBlocks(look.greeting[locale])} citations={[]} t={t} />
        </div>
      </div>
    )}
    {onAsk !== null && look.suggestions[locale].length > 0 && (
      <ul class="suggestions">
        {look.suggestions[locale].map((question) => (
          <li key={question}>
            <button type="button" class="chip" onClick={() => onAsk(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    )}
  </div>
);
