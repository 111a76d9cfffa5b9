import { Trans, useLingui } from "@lingui/react/macro";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { clock } from "#app/ui/time-format.ts";

type Props = {
  readonly name: string;
  /** One for each minute, oldest first. */
  readonly counts: readonly number[];
  /** Start of the first minute; undefined until there are counts. */
  readonly since: string | undefined;
};

/** Units of the drawing: a bar and the gap after it, and the height of the highest bar. */
const step = 4;
const barWidth = 3;
const height = 36;
/** A minute without anything is a mark on the ground; one with something stands above it, however little. */
const zeroHeight = 1.5;
const leastHeight = 4;
const minutes = 60;

/** An hour as bars of a minute each, drawn against its busiest minute. */
export function MinuteBars({ name, counts, since }: Props) {
  const { t, i18n } = useLingui();
  const peak = Math.max(0, ...counts);
  const most = i18n.number(peak);
  const label = peak === 0 ? t`${name}: none` : t`${name}: at most ${most} in a minute`;
  const bars = Array.from({ length: minutes }, (_, minute) => ({
    count: counts[minute] ?? 0,
    x: minute * step,
  }));
  const timeOf = (first: string, x: number) =>
    clock(i18n, new Date(Date.parse(first) + (x / step) * 60_000).toISOString());
  return (
    <>
      <svg
        className="minutes"
        viewBox={`0 0 ${minutes * step} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars.map(({ count, x }) => {
          const tall = count === 0 ? zeroHeight : Math.max(leastHeight, (count / peak) * height);
          return (
            <g key={x}>
              <rect
                x={x}
                y={height - tall}
                width={barWidth}
                height={tall}
                className={count === 0 ? "bar-none" : "bar-of"}
              />
              <rect x={x} y={0} width={step} height={height} className="bar-hit">
                {since === undefined ? null : (
                  <title>{`${timeOf(since, x)} · ${i18n.number(count)}`}</title>
                )}
              </rect>
            </g>
          );
        })}
      </svg>
      <span className="minutes-axis">
        {since === undefined ? <span>{"\u2007"}</span> : <ClockTime at={since} kind="clock" />}
        {peak > 0 ? (
          <span className="minutes-peak">
            <Trans>at most {most} a minute</Trans>
          </span>
        ) : null}
        <span>
          <Trans>this minute</Trans>
        </span>
      </span>
    </>
  );
}
