import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import type { DeliveryMinutes } from "#contract/delivery-read.ts";
import { MinuteBars } from "./minute-bars.tsx";
import { sumOf } from "./sum-of.ts";

/** The six figures of the last hour, each with its minutes. Undefined until they were read. */
export function FigureTiles({ minutes }: { readonly minutes: DeliveryMinutes | undefined }) {
  const { t } = useLingui();
  const sent = sumOf(minutes?.sent ?? []);
  const acked = sumOf(minutes?.acked ?? []);
  const received = sumOf(minutes?.received ?? []);
  const since = minutes?.since;
  return (
    <dl className="figures">
      <Figure name={t`Sent`} counts={minutes?.sent} since={since}>
        <Trans>Messages people asked to store</Trans>
      </Figure>
      <Figure name={t`Acknowledged`} counts={minutes?.acked} since={since}>
        {sent > 0 && acked === sent ? (
          <Trans>All of them are stored for certain</Trans>
        ) : (
          <Trans>Stored for certain</Trans>
        )}
      </Figure>
      <Figure name={t`Delivered`} counts={minutes?.delivered} since={since}>
        {received > 0 ? (
          <Plural
            value={received}
            one="Events handed to browsers, # confirmed"
            other="Events handed to browsers, # confirmed"
          />
        ) : (
          <Trans>Events handed to browsers</Trans>
        )}
      </Figure>
      <Figure name={t`Gaps`} counts={minutes?.gaps} since={since} isTrouble>
        <Trans>Missing events, noticed and fetched</Trans>
      </Figure>
      <Figure name={t`Duplicates`} counts={minutes?.duplicates} since={since} isTrouble>
        <Trans>Sent or heard twice, kept once</Trans>
      </Figure>
      <Figure name={t`Resyncs`} counts={minutes?.resyncs} since={since} isTrouble>
        <Trans>Times a browser fetched again to be sure</Trans>
      </Figure>
    </dl>
  );
}

const noCounts: readonly number[] = [];

type FigureProps = {
  readonly name: string;
  readonly counts: readonly number[] | undefined;
  readonly since: string | undefined;
  /** What it counts went wrong on the way, and was mended. */
  readonly isTrouble?: true;
  readonly children: ReactNode;
};

function Figure({ name, counts = noCounts, since, isTrouble, children }: FigureProps) {
  const { i18n } = useLingui();
  const sum = sumOf(counts);
  return (
    <div className={isTrouble === true && sum > 0 ? "is-trouble" : undefined}>
      <dt>{name}</dt>
      <dd>
        <span className="figure-sum">{since === undefined ? "–" : i18n.number(sum)}</span>
        <MinuteBars name={name} counts={counts} since={since} />
        <span className="figure-what">{children}</span>
      </dd>
    </div>
  );
}
