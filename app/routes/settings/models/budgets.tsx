import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { useFetcher } from "react-router";
import type { ModelBudget, ModelDay } from "#db/reads/model-providers.ts";

type Props = {
  readonly budget: ModelBudget;
  /** The newest first. */
  readonly days: readonly ModelDay[];
  readonly mayManage: boolean;
};

/** What models may cost, and what they have cost today and in the days before. */
export function Budgets({ budget, days, mayManage }: Props) {
  const { i18n } = useLingui();
  const fetcher = useFetcher<{ readonly problem: string | null }>();
  const usd = (amount: number) =>
    i18n.number(amount, { style: "currency", currency: "USD", maximumFractionDigits: 4 });
  const today = days.find(({ isToday }) => isToday);
  const problem = fetcher.data?.problem ?? null;
  const isIdle = fetcher.state === "idle";
  return (
    <section>
      <h2>
        <Trans>Budget</Trans>
      </h2>
      <p className="i2">
        <Trans>
          What a call may cost at the most is taken before it is made. When that is more than is
          left, the next model that fits is asked, then the built-in one, then a person. Days are
          those of UTC.
        </Trans>
      </p>
      <dl className="facts model-spent">
        <Spent
          share={shareOf(today?.costUsd ?? 0, budget.dayUsd)}
          value={usd(today?.costUsd ?? 0)}
          limit={budget.dayUsd === null ? null : usd(budget.dayUsd)}
        >
          <Trans>Spent today</Trans>
        </Spent>
        <Spent
          share={shareOf(today?.calls ?? 0, budget.dayCalls)}
          value={i18n.number(today?.calls ?? 0)}
          limit={budget.dayCalls === null ? null : i18n.number(budget.dayCalls)}
        >
          <Trans>Calls today</Trans>
        </Spent>
      </dl>
      {mayManage ? (
        <fetcher.Form
          method="post"
          action="/settings/models"
          className="settings-form model-budget"
        >
          <Limit name="dayUsd" value={budget.dayUsd}>
            <Trans>US dollars a day</Trans>
          </Limit>
          <Limit name="conversationUsd" value={budget.conversationUsd}>
            <Trans>US dollars a conversation</Trans>
          </Limit>
          <Limit name="dayCalls" value={budget.dayCalls}>
            <Trans>Calls a day</Trans>
          </Limit>
          <button type="submit" name="intent" value="budget" className="btn" disabled={!isIdle}>
            <Trans>Save budget</Trans>
          </button>
          {isIdle && fetcher.data?.problem === null ? (
            <p className="st ok" role="status">
              <Trans>Saved</Trans>
            </p>
          ) : null}
          {isIdle && problem !== null ? (
            <p className="inl bad" role="alert">
              {problem}
            </p>
          ) : null}
        </fetcher.Form>
      ) : null}
      {days.length === 0 ? null : <Days days={days} usd={usd} />}
    </section>
  );
}

/** 0 to 1; null without a limit. */
const shareOf = (spent: number, limit: number | null): number | null =>
  limit === null ? null : limit === 0 ? 1 : Math.min(1, spent / limit);

function Spent({
  share,
  value,
  limit,
  children,
}: {
  readonly share: number | null;
  readonly value: string;
  readonly limit: string | null;
  readonly children: ReactNode;
}) {
  return (
    <div>
      <dt>{children}</dt>
      <dd>
        {value}
        {limit === null ? (
          <span className="model-limit i3">
            <Trans>no limit</Trans>
          </span>
        ) : (
          <span className="model-limit i3">
            <Trans>of {limit}</Trans>
          </span>
        )}
        {share === null ? null : (
          <div className="prog" aria-hidden="true">
            <i style={{ width: `${Math.round(share * 100)}%` }} />
          </div>
        )}
      </dd>
    </div>
  );
}

function Limit({
  name,
  value,
  children,
}: {
  readonly name: keyof ModelBudget;
  readonly value: number | null;
  readonly children: ReactNode;
}) {
  const { t } = useLingui();
  return (
    <label>
      {children}
      <input
        className="field"
        type="number"
        name={name}
        min={0}
        max={1_000_000}
        step={name === "dayCalls" ? 1 : "any"}
        placeholder={t`no limit`}
        defaultValue={value ?? ""}
      />
    </label>
  );
}

function Days({
  days,
  usd,
}: {
  readonly days: readonly ModelDay[];
  readonly usd: (amount: number) => string;
}) {
  const { i18n } = useLingui();
  return (
    <table className="tbl model-days">
      <caption>
        <Trans>The last two weeks</Trans>
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Day</Trans>
          </th>
          <th scope="col" className="n">
            <Trans>Calls</Trans>
          </th>
          <th scope="col" className="n">
            <Trans>Tokens</Trans>
          </th>
          <th scope="col" className="n">
            <Trans>Cost</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {days.map(({ day, calls, tokensIn, tokensOut, costUsd }) => (
          <tr key={day} className="num">
            <th scope="row">{day}</th>
            <td className="n">{i18n.number(calls)}</td>
            <td className="n">{i18n.number(tokensIn + tokensOut)}</td>
            <td className="n">{usd(costUsd)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
