import { Trans, useLingui } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import type { CrmResult } from "./crm-acts.ts";

/** Reads one record as the AI would, and shows what came. */
export function TestForm() {
  const { t } = useLingui();
  const fetcher = useFetcher<CrmResult>();
  const isIdle = fetcher.state === "idle";
  const result = isIdle ? fetcher.data : undefined;
  return (
    <section>
      <h2>
        <Trans>Try it</Trans>
      </h2>
      <fetcher.Form method="post" className="settings-form">
        <input type="hidden" name="intent" value="test" />
        <fieldset className="choices">
          <legend>
            <Trans>What to read</Trans>
          </legend>
          <label className="choice">
            <input type="radio" name="kind" value="order" defaultChecked />
            <Trans>An order</Trans>
          </label>
          <label className="choice">
            <input type="radio" name="kind" value="ticket" />
            <Trans>A ticket</Trans>
          </label>
        </fieldset>
        <label>
          <Trans>Number</Trans>
          <input
            className="field"
            name="number"
            required
            maxLength={64}
            placeholder={t`Such as 1042`}
            spellCheck={false}
          />
        </label>
        <button type="submit" className="btn" disabled={!isIdle}>
          <Trans>Read it</Trans>
        </button>
        <div role="status">{result === undefined ? null : <Result result={result} />}</div>
      </fetcher.Form>
    </section>
  );
}

function Result({ result: { problem, test } }: { readonly result: CrmResult }) {
  const { i18n } = useLingui();
  if (problem !== null) return <p className="inl bad">{problem}</p>;
  if (test === undefined) return null;
  if ("fix" in test) {
    return (
      <p className="inl bad">
        {test.fix}
        {test.detail === null ? null : ` (${test.detail})`}
      </p>
    );
  }
  const ms = i18n.number(test.ms);
  return (
    <>
      <p className="card crm-record">{test.text}</p>
      {test.hasOwner ? (
        <p className="st ok num">
          <Trans>It answers, after {ms} ms</Trans>
        </p>
      ) : (
        <p className="inl warn">
          <Trans>
            The record has no e-mail address: the AI cannot know whose it is, and tells it to
            nobody.
          </Trans>
        </p>
      )}
    </>
  );
}
