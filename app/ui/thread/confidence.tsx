import { Trans } from "@lingui/react/macro";

type Props = { readonly confidence: number | null; readonly threshold: number | null };

/** How sure the AI was, against the line from which it sends by itself. Both 0..1. */
export function Confidence({ confidence, threshold }: Props) {
  if (confidence === null) return null;
  const percent = Math.round(confidence * 100);
  const line = threshold === null ? null : Math.round(threshold * 100);
  return (
    <div className="confidence">
      <div className="row confidence-head">
        <span className="m">
          <Trans>{percent}% confident</Trans>
        </span>
        {line === null ? null : (
          <span className="xs i3">
            <Trans>send line {line}%</Trans>
          </span>
        )}
      </div>
      <div className="meter" aria-hidden="true">
        <i style={{ width: `${percent}%` }} />
        {line === null ? null : <s style={{ insetInlineStart: `${line}%` }} />}
      </div>
    </div>
  );
}
