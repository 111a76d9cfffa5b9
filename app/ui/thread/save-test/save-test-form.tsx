import { Trans } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Link, useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import { DialogEnd } from "../../dialog-end.tsx";
import { ErrorText } from "../../error-text.tsx";
import { type Expected, type Proposed, useProposedTest } from "./use-proposed-test.ts";

type Saved = { readonly problem: WireError | null; readonly policyId: string };

/** The test a message would make, to be looked at and changed before it goes to a policy's page. */
export function SaveTestForm({ address }: { readonly address: string }) {
  const found = useProposedTest(address);
  const fetcher = useFetcher<Saved>();
  if (found === null) {
    return (
      <p className="modal-body i3">
        <Trans>Reading how it was answered</Trans>
      </p>
    );
  }
  if ("problem" in found) {
    return (
      <p className="modal-body inl bad" role="alert">
        <ErrorText error={found.problem} />
      </p>
    );
  }
  if (fetcher.state === "idle" && fetcher.data?.problem === null) {
    return <TestSaved policyId={fetcher.data.policyId} found={found} />;
  }
  return (
    <fetcher.Form method="post" action={address} className="modal-body dialog-form">
      <Dialog.Description className="i2">
        <Trans>A test asks the question again before a version is published.</Trans>
      </Dialog.Description>
      <Fields found={found} />
      <DialogEnd
        intent="save"
        isBusy={fetcher.state !== "idle"}
        problem={
          fetcher.state === "idle" && fetcher.data?.problem != null ? (
            <Refused problem={fetcher.data.problem} />
          ) : null
        }
      >
        <Trans>Save as test</Trans>
      </DialogEnd>
    </fetcher.Form>
  );
}

function Fields({ found: { test, policies, policyId } }: { readonly found: Proposed }) {
  const [question, setQuestion] = useState(test.masked);
  return (
    <>
      <input type="hidden" name="locale" value={test.locale} />
      <label>
        <Trans>Policy</Trans>
        <select className="field" name="policyId" defaultValue={policyId ?? undefined}>
          {policies.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <Trans>Question</Trans>
        <textarea
          className="field"
          name="question"
          required
          rows={3}
          maxLength={1000}
          lang={test.locale}
          value={question}
          onChange={({ target }) => setQuestion(target.value)}
        />
      </label>
      {test.masked === test.question ? null : (
        <p className="xs i3 row">
          <span>
            <Trans>Numbers and addresses that tell who asked are replaced.</Trans>
          </span>
          <button type="button" className="btn sm ghost" onClick={() => setQuestion(test.question)}>
            <Trans>Keep as written</Trans>
          </button>
        </p>
      )}
      <fieldset className="test-expects">
        <legend>
          <Trans>What must hold</Trans>
        </legend>
        {test.expects.map((one) => {
          const value = valueOf(one);
          return (
            <label key={value} className="row">
              <input type="checkbox" name="expects" value={value} defaultChecked />
              <span>
                <Expectation one={one} />
              </span>
            </label>
          );
        })}
        <label>
          <Trans>The answer says</Trans>
          <input className="field" name="says" maxLength={200} />
        </label>
        <label>
          <Trans>The answer does not say</Trans>
          <input className="field" name="lacks" maxLength={200} />
        </label>
      </fieldset>
    </>
  );
}

/** An expectation as the form carries it. */
const valueOf = (one: Expected): string => {
  if (one.kind === "cites") return `${one.kind}\t${one.text}`;
  return one.kind === "language" ? `${one.kind}\t${one.lang}` : one.kind;
};

function Expectation({ one }: { readonly one: Expected }) {
  const title = one.kind === "cites" ? one.text : "";
  switch (one.kind) {
    case "answers":
      return <Trans>The AI answers by itself</Trans>;
    case "drafts":
      return <Trans>The AI writes a draft</Trans>;
    case "hands-over":
      return <Trans>The AI hands over to a person</Trans>;
    case "cites":
      return <Trans>It cites {title}</Trans>;
    case "language":
      return one.lang === "zh" ? <Trans>In Chinese</Trans> : <Trans>In English</Trans>;
  }
}

function Refused({ problem }: { readonly problem: WireError }) {
  switch (problem.kind) {
    case "conflict":
      return <Trans>The page has a test with this question already.</Trans>;
    case "invalid":
      return (
        <Trans>
          A test needs a question of at most 1,000 letters and at least one thing that must hold.
        </Trans>
      );
    default:
      return <ErrorText error={problem} />;
  }
}

type SavedProps = { readonly policyId: string; readonly found: Proposed };

function TestSaved({ policyId, found }: SavedProps) {
  const name = found.policies.find(({ id }) => id === policyId)?.name ?? "";
  return (
    <div className="modal-body dialog-form">
      <p role="status">
        <Trans>
          It is on the page of {name}, for everybody who writes there. It counts once the page is
          saved as a version.
        </Trans>
      </p>
      <div className="modal-acts">
        <Link className="btn" to={`/policies/${policyId}`}>
          <Trans>Open the page</Trans>
        </Link>
        <Dialog.Close className="btn pri" type="button">
          <Trans>Done</Trans>
        </Dialog.Close>
      </div>
    </div>
  );
}
