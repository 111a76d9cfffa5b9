import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { LinePoint, SendLineEvidence } from "#engine/knowledge/tuning/send-line-evidence.ts";

type Props = {
  readonly evidence: SendLineEvidence;
  readonly sendLine: number;
  onUse(line: number): void;
};

/** How often the team sent the AI's drafts as they were, by how many would be sent at a line. */
export function SendLineCurve({ evidence, sendLine, onUse }: Props) {
  const { t } = useLingui();
  const { curve, suggested, approved, edited, rejected } = evidence;
  const judged = approved + edited + rejected;
  const here = curve.findLast(({ line }) => line >= sendLine) ?? curve[0];
  return (
    <section aria-labelledby="line-h">
      <h2 id="line-h" className="side-h">
        <Trans>Send line, learnt from your team</Trans>
      </h2>
      {here === undefined ? null : (
        <svg
          className="line-curve"
          viewBox={`0 0 ${width} ${height + 16}`}
          role="img"
          aria-label={t`Of the drafts that would be sent, ${percent(here.right)}% were right; ${percent(here.answered)}% would be sent`}
        >
          <path className="grid" d={[0, 0.5, 1].map((y) => `M0 ${yOf(y)}H${width}`).join("")} />
          <polyline
            className="curve"
            points={curve.map((point) => `${xOf(point)},${yOf(point.right)}`).join(" ")}
          />
          <path className="at" d={`M${xOf(here)} 4V${height}`} />
          <circle cx={xOf(here)} cy={yOf(here.right)} r="4" />
          <text x="0" y={height + 13}>
            {t`answered 0%`}
          </text>
          <text x={width} y={height + 13} textAnchor="end">
            100%
          </text>
        </svg>
      )}
      <p className="xs i3">
        <Plural value={approved} one="# approval" other="# approvals" />,{" "}
        <Plural value={edited} one="# edit" other="# edits" />,{" "}
        <Plural value={rejected} one="# rejection" other="# rejections" />.{" "}
        {here === undefined ? (
          <Trans>The line is learnt from twenty on.</Trans>
        ) : (
          <Trans>
            At {sendLine.toFixed(2)}, {percent(here.answered)}% would be sent and{" "}
            {percent(here.right)}% of them were right.
          </Trans>
        )}
      </p>
      {suggested === null ? (
        judged >= 20 ? (
          <p className="xs i3">
            <Trans>No line reaches 95% right yet.</Trans>
          </p>
        ) : null
      ) : (
        <button
          type="button"
          className="btn sm line-use"
          disabled={atHundredth(suggested.line) === sendLine}
          onClick={() => onUse(atHundredth(suggested.line))}
        >
          <Trans>
            Use {atHundredth(suggested.line).toFixed(2)}: {percent(suggested.answered)}% at 95%
            right
          </Trans>
        </button>
      )}
    </section>
  );
}

const width = 268;
const height = 84;

const xOf = ({ answered }: LinePoint): number => Math.round(answered * (width - 8)) + 4;
const yOf = (right: number): number => Math.round((1 - right) * (height - 16)) + 8;
const percent = (share: number): number => Math.round(share * 100);
/** Up, so that nothing below the line is let through. */
const atHundredth = (line: number): number => Math.ceil(line * 100 - 1e-6) / 100;
