import { useLingui } from "@lingui/react/macro";
import type { CurvePoint } from "#engine/knowledge/tuning/acceptance-curve.ts";

type Props = {
  readonly curve: readonly CurvePoint[];
  /** Where the line stands, 0..1; null for nowhere. */
  readonly line: number | null;
};

/** How often the team let the AI's answers stand, by how many would be sent at a line. Nothing while there are few. */
export function SendLineCurve({ curve, line }: Props) {
  const { t } = useLingui();
  const first = curve[0];
  if (first === undefined) return null;
  const here = line === null ? first : (curve.findLast((point) => point.line >= line) ?? first);
  return (
    <svg
      className="line-curve"
      viewBox={`0 0 ${width} ${height + 16}`}
      role="img"
      aria-label={t`Of the answers that would be sent, ${percent(here.right)}% were right; ${percent(here.answered)}% would be sent`}
    >
      <path className="grid" d={[0, 0.5, 1].map((y) => `M0 ${yOf(y)}H${width}`).join("")} />
      <polyline
        className="curve"
        points={curve.map((point) => `${xOf(point)},${yOf(point.right)}`).join(" ")}
      />
      {line === null ? null : (
        <>
          <path className="at" d={`M${xOf(here)} 4V${height}`} />
          <circle cx={xOf(here)} cy={yOf(here.right)} r="4" />
        </>
      )}
      <text x="0" y={height + 13}>
        {t`answered 0%`}
      </text>
      <text x={width} y={height + 13} textAnchor="end">
        100%
      </text>
    </svg>
  );
}

const width = 268;
const height = 84;

const xOf = ({ answered }: CurvePoint): number => Math.round(answered * (width - 8)) + 4;
const yOf = (right: number): number => Math.round((1 - right) * (height - 16)) + 8;
const percent = (share: number): number => Math.round(share * 100);
