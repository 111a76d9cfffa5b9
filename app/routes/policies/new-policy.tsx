import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import type { TemplateName } from "#engine/policy/policy-templates.ts";
import { ErrorText } from "#app/ui/error-text.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import type { PolicyProblem } from "#engine/policy/policy-problem.ts";
import type { WireError } from "#contract/ack.ts";

/** Why no policy was made: no text in the file, a page with problems, a refusal. */
export type NewPolicyProblem =
  | { readonly kind: "no-text" }
  | { readonly kind: "page"; readonly problems: readonly PolicyProblem[] }
  | { readonly kind: "refused"; readonly error: WireError };

type Start = TemplateName | "file";

/** A new policy from a page to start from, or from a file. It answers nobody before it is published. */
export function NewPolicy() {
  const { t } = useLingui();
  const { open, setOpen, Form, state, data } = useFormDialog<NewPolicyProblem>();
  const [start, setStart] = useState<Start>("cautious-drafts");
  const problem = state === "idle" ? (data?.problem ?? null) : null;
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn pri end">
        <Trans>New policy</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>New policy</Trans>
            </Dialog.Title>
          </header>
          <Form
            method="post"
            action="/policies"
            encType="multipart/form-data"
            className="modal-body dialog-form"
          >
            <Dialog.Description className="i2">
              <Trans>
                Start from a page that works, and change it. Nothing answers before you publish.
              </Trans>
            </Dialog.Description>
            <label>
              <Trans>Name</Trans>
              <input
                className="field"
                name="name"
                required
                maxLength={100}
                autoComplete="off"
                placeholder={t`Returns and repairs`}
              />
            </label>
            <fieldset className="starts">
              <legend>
                <Trans>Start from</Trans>
              </legend>
              {starts.map((one) => (
                <label key={one} className="start">
                  <input
                    type="radio"
                    name="start"
                    value={one}
                    checked={one === start}
                    onChange={() => setStart(one)}
                  />
                  <StartName start={one} />
                </label>
              ))}
            </fieldset>
            {start === "file" ? (
              <label>
                <Trans>Page</Trans>
                <input
                  className="field"
                  type="file"
                  name="file"
                  accept=".md,.txt,text/*"
                  required
                />
              </label>
            ) : null}
            {problem === null ? null : (
              <div className="inl bad" role="alert">
                <Trouble problem={problem} />
              </div>
            )}
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Cancel</Trans>
              </Dialog.Close>
              <SubmitButton className="btn pri" isOff={state !== "idle"}>
                <Trans>Create</Trans>
              </SubmitButton>
            </div>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const starts: readonly Start[] = [
  "cautious-drafts",
  "full-auto",
  "order-status",
  "after-hours",
  "file",
];

function StartName({ start }: { readonly start: Start }) {
  switch (start) {
    case "cautious-drafts":
      return (
        <span>
          <b>
            <Trans>Cautious drafts</Trans>
          </b>
          <span className="xs i3">
            <Trans>The AI writes, people send.</Trans>
          </span>
        </span>
      );
    case "full-auto":
      return (
        <span>
          <b>
            <Trans>Full auto</Trans>
          </b>
          <span className="xs i3">
            <Trans>The AI answers what it is sure of, and hands over the rest.</Trans>
          </span>
        </span>
      );
    case "order-status":
      return (
        <span>
          <b>
            <Trans>Order status</Trans>
          </b>
          <span className="xs i3">
            <Trans>The AI tells how an order stands, once a code has proven whose it is.</Trans>
          </span>
        </span>
      );
    case "after-hours":
      return (
        <span>
          <b>
            <Trans>After hours</Trans>
          </b>
          <span className="xs i3">
            <Trans>Easy questions at night and at weekends; the rest waits for the team.</Trans>
          </span>
        </span>
      );
    case "file":
      return (
        <span>
          <b>
            <Trans>A file</Trans>
          </b>
          <span className="xs i3">
            <Trans>A page that was saved from Xin, or written elsewhere.</Trans>
          </span>
        </span>
      );
  }
}

function Trouble({ problem }: { readonly problem: NewPolicyProblem }) {
  const { i18n } = useLingui();
  switch (problem.kind) {
    case "no-text":
      return <Trans>Choose a text file in UTF-8 of at most 256 KB.</Trans>;
    case "page":
      return (
        <ul>
          {problem.problems.map(({ line, column, en, zh }) => (
            <li key={`${line}-${column}-${en}`}>
              <b className="num">
                <Trans>Line {line}</Trans>
              </b>{" "}
              {i18n.locale === "zh" ? zh : en}
            </li>
          ))}
        </ul>
      );
    case "refused":
      return <ErrorText error={problem.error} />;
  }
}
