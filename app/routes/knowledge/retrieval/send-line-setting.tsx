import { Trans, useLingui } from "@lingui/react/macro";
import type { LineState } from "#engine/knowledge/tuning/read-line-state.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import type { TuningDraft } from "./tuning-draft.ts";
import { Slider } from "./slider.tsx";
import { weightText } from "./weight-text.ts";

type Props = {
  readonly production: Tuning;
  readonly draft: TuningDraft;
  /** The line in production. */
  readonly state: LineState;
};

/** How the send line is set: learnt, begun with nothing, or a number of one's own. */
export function SendLineSetting({ production, draft, state }: Props) {
  const { t } = useLingui();
  const { line: held, begins } = state;
  const { sendLine } = draft.tuning;
  const before = production.sendLine;
  const isByHand = typeof sendLine === "number";
  const choose = (next: Tuning["sendLine"]) => draft.change({ sendLine: next });
  const choice = (label: string, isOn: boolean, onChoose: () => void) => (
    <button
      type="button"
      className={isOn ? "on" : undefined}
      aria-pressed={isOn}
      onClick={onChoose}
    >
      {label}
    </button>
  );
  return (
    <>
      {isByHand ? (
        <Slider
          name="sendLine"
          label={t`Send line`}
          value={sendLine}
          text={weightText("sendLine", sendLine)}
          before={typeof before === "number" ? before : held}
          beforeText={typeof before === "number" ? before.toFixed(2) : t`learnt`}
          isChanged={sendLine !== before}
          onChange={choose}
        />
      ) : (
        <div className="slider row">
          <span className="m">
            <Trans>Send line</Trans>
          </span>
          <span className={sendLine === before ? "end m" : "end m c-acc-t"}>
            {sendLine === "learn" ? <Trans>learnt</Trans> : <Trans>only proven</Trans>}
          </span>
        </div>
      )}
      <div className="seg line-setting" role="group" aria-label={t`How the send line is set`}>
        {choice(t`Learn`, sendLine === "learn", () => choose("learn"))}
        {choice(t`Only proven`, sendLine === "proven", () => choose("proven"))}
        {choice(t`By hand`, isByHand, () => {
          if (!isByHand) choose(typeof before === "number" ? before : (held ?? begins));
        })}
      </div>
      <p className="xs i3 weights-note">
        {sendLine === "learn" ? (
          <Trans>
            Begins at {begins.toFixed(2)}, and moves to where 95 of 100 answers are right.
          </Trans>
        ) : sendLine === "proven" ? (
          <Trans>Sends nothing until 95 of 100 answers are proven right; drafts until then.</Trans>
        ) : (
          <Trans>Stays where you put it, whatever your team makes of the answers.</Trans>
        )}
      </p>
    </>
  );
}
