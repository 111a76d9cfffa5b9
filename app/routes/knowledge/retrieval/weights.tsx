import { Trans, useLingui } from "@lingui/react/macro";
import type { LineState } from "#engine/knowledge/tuning/read-line-state.ts";
import type { Tuning } from "#engine/knowledge/tuning.ts";
import { SendLineSetting } from "./send-line-setting.tsx";
import { Slider } from "./slider.tsx";
import type { TuningDraft } from "./tuning-draft.ts";
import { type WeightName, weightText } from "./weight-text.ts";

type Props = {
  readonly production: { readonly version: number; readonly tuning: Tuning };
  readonly draft: TuningDraft;
  /** The line in production. */
  readonly state: LineState;
  /** The policy has a threshold of its own, and the send line does not count. */
  readonly policyThreshold: number | null;
};

/** The numbers of a tuning as sliders, each with a tick at the value in production. */
export function Weights({ production, draft, state, policyThreshold }: Props) {
  const { t } = useLingui();
  const slider = (name: Exclude<WeightName, "sendLine">, label: string) => {
    const [value, before] = [draft.tuning[name], production.tuning[name]];
    return (
      <Slider
        name={name}
        label={label}
        value={value}
        text={weightText(name, value)}
        before={before}
        beforeText={weightText(name, before)}
        isChanged={value !== before}
        onChange={(next) => draft.change({ [name]: next })}
      />
    );
  };
  return (
    <section aria-labelledby="weights-h">
      <header className="row side-h">
        <h2 id="weights-h">
          <Trans>Weights</Trans>
        </h2>
        <span className="end xs i3">r{production.version}</span>
      </header>
      {slider("meaning", t`Meaning`)}
      {slider("titles", t`Title and headings`)}
      <SendLineSetting production={production.tuning} draft={draft} state={state} />
      {policyThreshold === null ? null : (
        <p className="xs i3 weights-note">
          <Trans>
            The policy asks for {policyThreshold.toFixed(2)} itself, so this line does not count.
          </Trans>
        </p>
      )}
      {slider("passages", t`Passages kept`)}
    </section>
  );
}
