import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useState } from "react";
import { CheckIcon, WarningIcon } from "#app/ui/icons.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import type { PointerProtection } from "#db/reads/pointer-protection.ts";
import type { AnsweringVersion } from "#engine/policy/publish-overtaken.ts";
import { PublishBehaviour } from "../behaviour/publish-behaviour.tsx";
import { policyRefField } from "../policy-ref-field.ts";
import { type PublishProblem, PublishTrouble } from "../publish-trouble.tsx";
import { PublishReach, type PublishTo } from "./publish-reach.tsx";
import { TestResults } from "./test-results.tsx";
import { type TestRun, useTestRun } from "./use-test-run.ts";

type Props = {
  readonly policyId: string;
  readonly version: number;
  /** What answers visitors now, of this policy or of another; null for nothing. */
  readonly answering: AnsweringVersion | null;
  readonly protection: PointerProtection;
  /** The newest move of the canary's pointer, 0 for none ever. */
  readonly canaryMove: number;
};

/** Publishing: the version's tests run at once, and what fails must be explained. */
export function PublishDialog(props: Props) {
  const dialog = useFormDialog<PublishProblem>();
  return (
    <Dialog.Root open={dialog.open} onOpenChange={dialog.setOpen}>
      <Dialog.Trigger className="btn sm">
        <Trans>Publish</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal gate">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Publish v{props.version}</Trans>
            </Dialog.Title>
          </header>
          <Gate {...props} dialog={dialog} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Gate({
  policyId,
  version,
  answering,
  protection,
  canaryMove,
  dialog,
}: Props & { readonly dialog: ReturnType<typeof useFormDialog<PublishProblem>> }) {
  const { t } = useLingui();
  const { Form, state, data } = dialog;
  const run = useTestRun(policyId, version);
  const { summary } = run;
  const [to, setTo] = useState<PublishTo>("production");
  const needsSecond = protection[to];
  const isRed = summary !== null && summary.failed > 0;
  return (
    <Form method="post" action={`/policies/${policyId}`} className="modal-body dialog-form">
      <input type="hidden" name="intent" value="publish" />
      <input type="hidden" name="version" value={version} />
      {to === "canary" ? <input type="hidden" name="seen" value={canaryMove} /> : null}
      <input type="hidden" name="replaces" value={policyRefField(answering)} />
      <Dialog.Description className="i2">
        {answering === null ? (
          <Trans>It answers visitors from the next message on.</Trans>
        ) : answering.policyId === policyId ? (
          <Trans>It takes the place of v{answering.version} from the next message on.</Trans>
        ) : (
          <Trans>
            It takes the place of “{answering.policyName}”, v{answering.version}, from the next
            message on.
          </Trans>
        )}
      </Dialog.Description>
      <div aria-live="polite">
        <Verdict run={run} />
      </div>
      <TestResults results={run.results} />
      {answering === null ? null : (
        <PublishBehaviour before={answering} after={{ policyId, version }} />
      )}
      {answering === null ? null : <PublishReach to={to} onTo={setTo} />}
      {isRed ? (
        <label>
          <Trans>Why publish in spite of that?</Trans>
          <textarea
            className="field"
            name="override"
            rows={2}
            required
            minLength={10}
            maxLength={500}
            placeholder={t`Your colleagues find it in the audit log.`}
          />
        </label>
      ) : null}
      {needsSecond ? (
        <p className="inl">
          <Trans>
            A second person who may publish must agree. They see the change and these tests; nothing
            changes before.
          </Trans>
        </p>
      ) : null}
      {data?.problem == null || state !== "idle" ? null : <PublishTrouble problem={data.problem} />}
      <div className="modal-acts">
        <Dialog.Close className="btn" type="button">
          <Trans>Cancel</Trans>
        </Dialog.Close>
        <SubmitButton
          className={isRed ? "btn danger" : "btn pri"}
          isOff={state !== "idle" || summary === null}
        >
          {needsSecond ? (
            <Trans>Ask for approval</Trans>
          ) : isRed ? (
            <Trans>Publish all the same</Trans>
          ) : (
            <Trans>Publish</Trans>
          )}
        </SubmitButton>
      </div>
    </Form>
  );
}

function Verdict({ run: { tests, results, summary, problem } }: { readonly run: TestRun }) {
  const { i18n } = useLingui();
  if (problem !== null) {
    return (
      <p className="inl bad">
        <WarningIcon />
        <Trans>The tests did not come to their end. Close this and try again.</Trans>
      </p>
    );
  }
  if (summary === null) {
    return (
      <p className="gate-running">
        <progress max={tests ?? 1} value={results.length} />
        <span className="xs i3 num">
          {tests === null ? (
            <Trans>Reading the page</Trans>
          ) : (
            <Trans>
              {results.length} of {tests} tests
            </Trans>
          )}
        </span>
      </p>
    );
  }
  if (summary.passed + summary.failed === 0) {
    return (
      <p className="inl warn">
        <WarningIcon />
        <Trans>
          This page has no tests. Write some into a section “Tests”: they guard it from now on.
        </Trans>
      </p>
    );
  }
  const seconds = i18n.number(summary.ms / 1000, { maximumFractionDigits: 1 });
  const cost = i18n.number(summary.costUsd, { style: "currency", currency: "USD" });
  return summary.failed === 0 ? (
    <p className="st ok">
      <CheckIcon size={14} />
      <Plural value={summary.passed} one="# test passes" other="All # tests pass" />
      <span className="xs i3 num">
        {seconds} s · {cost}
      </span>
    </p>
  ) : (
    <p className="st bad">
      <WarningIcon />
      <Plural value={summary.failed} one="# test fails" other="# tests fail" />
      <span className="xs i3 num">
        {seconds} s · {cost}
      </span>
    </p>
  );
}
