import { Trans } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import type { MailResult } from "./mail-acts.ts";

/** Sends a mail to whoever reads the page, and says what came of it. */
export function TestMail({ email }: { readonly email: string }) {
  const fetcher = useFetcher<MailResult>();
  const isIdle = fetcher.state === "idle";
  const result = isIdle ? fetcher.data : undefined;
  return (
    <section>
      <h2>
        <Trans>Try it</Trans>
      </h2>
      <fetcher.Form method="post" className="settings-form">
        <input type="hidden" name="intent" value="test" />
        <button type="submit" className="btn" disabled={!isIdle}>
          {isIdle ? <Trans>Send a test mail to {email}</Trans> : <Trans>Sending…</Trans>}
        </button>
        <div role="status">{result === undefined ? null : <Result result={result} />}</div>
      </fetcher.Form>
    </section>
  );
}

function Result({ result: { problem, test } }: { readonly result: MailResult }) {
  if (problem !== null) return <p className="inl bad">{problem}</p>;
  if (test === undefined) return null;
  if ("sentTo" in test) {
    return (
      <p className="st ok">
        <Trans>The server took the mail. Look into your mailbox.</Trans>
      </p>
    );
  }
  return (
    <p className="inl bad">
      {test.fix}
      {test.detail === null ? null : ` (${test.detail})`}
    </p>
  );
}
