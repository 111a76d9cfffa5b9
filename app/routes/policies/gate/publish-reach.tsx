import { Trans, useLingui } from "@lingui/react/macro";
import { CanaryWatch } from "../canary/canary-watch.tsx";

/** Whom a version can answer, by the pointer that moves. */
export type PublishTo = "production" | "canary";

type Props = { readonly to: PublishTo; readonly onTo: (to: PublishTo) => void };

/** Whom a version is to answer: everybody or a share, and what becomes of open conversations. */
export function PublishReach({ to, onTo }: Props) {
  const { t } = useLingui();
  return (
    <>
      <fieldset className="starts">
        <legend>
          <Trans>It answers</Trans>
        </legend>
        <label className="start">
          <input
            type="radio"
            name="to"
            value="production"
            checked={to === "production"}
            onChange={() => onTo("production")}
          />
          <Trans>everybody</Trans>
        </label>
        <label className="start">
          <input
            type="radio"
            name="to"
            value="canary"
            checked={to === "canary"}
            onChange={() => onTo("canary")}
          />
          <Trans>a share of the conversations, as a canary</Trans>
        </label>
        {to === "canary" ? (
          <span className="canary-share">
            <input
              className="field num"
              type="number"
              name="share"
              aria-label={t`Share in percent`}
              min={1}
              max={50}
              step={1}
              defaultValue={10}
              required
            />{" "}
            <Trans>%, drawn for each conversation</Trans>
          </span>
        ) : null}
      </fieldset>
      {to === "canary" ? <CanaryWatch /> : null}
      <label>
        <Trans>Open conversations</Trans>
        <select
          className="field"
          name="running"
          key={to}
          defaultValue={to === "canary" ? "stay" : "move"}
        >
          <option value="move">{t`go on under this version`}</option>
          <option value="stay">{t`stay on the version they have`}</option>
        </select>
      </label>
    </>
  );
}
