/** @jsxImportSource preact */
import { useEffect, useState } from "preact/hooks";
import type { Messages } from "../messages/en.ts";
import { type Away, awayOf } from "../sync/away.ts";
import type { WidgetState } from "../sync/widget-state.ts";
import { Icon } from "./icon.tsx";

type Props = {
  state: WidgetState;
  t: Messages;
  onEmail: (email: string) => void;
};

/** While nobody is there: when people are back, and where the visitor can be answered until then. */
export const AwayNotice = ({ state, t, onEmail }: Props) => {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  const away = awayOf(state, nowMs);
  if (away === null) return null;
  return (
    <section class="away" aria-label={t.away}>
      <p role="status">
        <Icon name="handedOver" size={14} />
        {away.backAt === null ? t.awayUnknown : t.awayUntil(timeOf(away.backAt, t.lang))}
      </p>
      {away.email === null ? (
        <EmailForm away={away} t={t} onEmail={onEmail} />
      ) : (
        <p class="left">{t.emailLeft(away.email)}</p>
      )}
    </section>
  );
};

type FormProps = { away: Away; t: Messages; onEmail: (email: string) => void };

const EmailForm = ({ away, t, onEmail }: FormProps) => {
  const [email, setEmail] = useState(away.refused ?? "");
  const [wrong, setWrong] = useState(false);
  const isWrong = wrong || (away.refused !== null && email === away.refused);
  return (
    <form
      class="email"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const address = email.trim();
        const fits = /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(address);
        setWrong(!fits);
        if (fits && !away.isSending) onEmail(address);
      }}
    >
      <label for="xin-email">{t.emailAsk}</label>
      <span class="email-row">
        <input
          id="xin-email"
          type="email"
          autoComplete="email"
          maxLength={254}
          value={email}
          placeholder="name@example.com"
          aria-invalid={isWrong}
          aria-describedby={isWrong ? "xin-email-wrong" : undefined}
          onInput={(event) => {
            setEmail(event.currentTarget.value);
            setWrong(false);
          }}
        />
        <button type="submit" class="chip" aria-disabled={away.isSending}>
          {away.isSending ? t.sending : t.emailSave}
        </button>
      </span>
      {isWrong && (
        <span class="too-long" id="xin-email-wrong" role="alert">
          {t.emailWrong}
        </span>
      )}
    </form>
  );
};

/** In the visitor's own time. */
const timeOf = (at: string, lang: string) =>
  new Date(at).toLocaleString(lang === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "full",
    timeStyle: "short",
  });
