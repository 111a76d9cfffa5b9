import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { Link, useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";
import type { GeneratedTest, GeneratedTests } from "#engine/policy-tests/generate-tests.ts";
import type { TestReason } from "#engine/policy-tests/test-of-turn.ts";
import { DialogEnd } from "#app/ui/dialog-end.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import { CheckIcon } from "#app/ui/icons.tsx";
import { useGeneratedTests } from "./use-generated-tests.ts";

type Answer = { readonly problem: WireError | null; readonly added: number };

/** Proposes tests from recent conversations; those that are chosen go into the page. */
export function GenerateTests({ policyId }: { readonly policyId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn sm" type="button">
        <CheckIcon size={14} />
        <Trans>Tests from conversations</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal gate generated">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Tests from conversations</Trans>
            </Dialog.Title>
          </header>
          <Proposed address={`/policies/${policyId}/generated-tests`} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Proposed({ address }: { readonly address: string }) {
  const found = useGeneratedTests(address);
  const fetcher = useFetcher<Answer>();
  if (found === null) {
    return (
      <p className="modal-body i3" role="status">
        <Trans>Reading the newest conversations</Trans>
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
  const { data, state } = fetcher;
  if (state === "idle" && data?.problem === null) return <Added count={data.added} />;
  if (found.tests.length === 0) return <Nothing found={found} />;
  return (
    <fetcher.Form method="post" action={address} className="modal-body dialog-form">
      <Choice found={found} />
      <DialogEnd
        intent="add"
        isBusy={state !== "idle"}
        problem={
          state === "idle" && data?.problem != null ? <Refused problem={data.problem} /> : null
        }
      >
        <Trans>Add to the page</Trans>
      </DialogEnd>
    </fetcher.Form>
  );
}

function Choice({ found: { tests, conversations, known } }: { readonly found: GeneratedTests }) {
  const { t, i18n } = useLingui();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (line: string, isOn: boolean): void => {
    const next = new Set(chosen);
    if (isOn) next.add(line);
    else next.delete(line);
    setChosen(next);
  };
  const all = chosen.size === tests.length;
  return (
    <>
      <input type="hidden" name="locale" value={i18n.locale} />
      <Dialog.Description className="i2">
        <Plural
          value={conversations}
          one="From the newest conversation. What tells who asked is replaced."
          other="From the # newest conversations. What tells who asked is replaced."
        />{" "}
        {known === 0 ? null : (
          <Plural
            value={known}
            one="# question is asked by the page already."
            other="# questions are asked by the page already."
          />
        )}
      </Dialog.Description>
      <label className="generated-all">
        <input
          type="checkbox"
          checked={all}
          onChange={() => setChosen(all ? new Set() : new Set(tests.map(({ line }) => line)))}
        />
        <Trans>
          All ({chosen.size} of {tests.length} chosen)
        </Trans>
      </label>
      <ul className="generated-tests" aria-label={t`Proposed tests`} tabIndex={0}>
        {tests.map((test) => (
          <li key={test.line}>
            <label>
              <input
                type="checkbox"
                name="line"
                value={test.line}
                checked={chosen.has(test.line)}
                onChange={({ target }) => choose(test.line, target.checked)}
              />
              <span lang={test.locale}>{test.line.slice("- ".length)}</span>
            </label>
            <p className="xs i3">
              <Why test={test} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function Why({ test: { reason, times, conversationId } }: { readonly test: GeneratedTest }) {
  return (
    <>
      <Reason reason={reason} />{" "}
      {times > 1 ? <Plural value={times} one="" other="Asked # times." /> : null}{" "}
      <Link className="link" to={`/c/${conversationId}`} target="_blank" rel="noreferrer">
        <Trans>Conversation</Trans>
      </Link>
    </>
  );
}

function Reason({ reason: { kind, by } }: { readonly reason: TestReason }) {
  switch (kind) {
    case "sent":
      return <Trans>The AI sent this answer, and it stood.</Trans>;
    case "approved":
      return by === null ? (
        <Trans>The draft was sent as it was.</Trans>
      ) : (
        <Trans>{by} sent the draft as it was.</Trans>
      );
    case "edited":
      return by === null ? (
        <Trans>The draft was changed before it was sent.</Trans>
      ) : (
        <Trans>{by} changed the draft before sending it.</Trans>
      );
    case "discarded":
      return by === null ? (
        <Trans>The draft was discarded.</Trans>
      ) : (
        <Trans>{by} discarded the draft.</Trans>
      );
    case "handed-over":
      return by === null ? (
        <Trans>The AI handed over.</Trans>
      ) : (
        <Trans>The AI handed over, and {by} answered.</Trans>
      );
  }
}

function Refused({ problem }: { readonly problem: WireError }) {
  switch (problem.kind) {
    case "conflict":
      return <Trans>The page has a test with one of these questions already.</Trans>;
    case "invalid":
      return <Trans>Choose at least one test.</Trans>;
    default:
      return <ErrorText error={problem} />;
  }
}

function Nothing({ found: { conversations, known } }: { readonly found: GeneratedTests }) {
  return (
    <div className="modal-body dialog-form">
      <p role="status">
        {known > 0 ? (
          <Trans>The page asks everything already that the newest conversations suggest.</Trans>
        ) : conversations === 0 ? (
          <Trans>There are no conversations yet.</Trans>
        ) : (
          <Trans>
            The newest conversations suggest no test: the AI has answered nothing there that stood.
          </Trans>
        )}
      </p>
      <Close />
    </div>
  );
}

function Added({ count }: { readonly count: number }) {
  return (
    <div className="modal-body dialog-form">
      <p role="status">
        <Plural
          value={count}
          one="# test is on the page, for everybody who writes there. It counts once the page is saved as a version."
          other="# tests are on the page, for everybody who writes there. They count once the page is saved as a version."
        />
      </p>
      <Close />
    </div>
  );
}

function Close() {
  return (
    <div className="modal-acts">
      <Dialog.Close className="btn pri" type="button">
        <Trans>Done</Trans>
      </Dialog.Close>
    </div>
  );
}
