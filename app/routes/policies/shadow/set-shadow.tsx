import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { Link, useFetcher } from "react-router";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { useFormDialog } from "#app/ui/use-form-dialog.ts";
import type { PolicyMove } from "#db/reads/policy-moves.ts";
import { type PublishProblem, PublishTrouble } from "../publish-trouble.tsx";

/** Of how many conversations a version decides silently, and the way to what it decided. */
export function ShadowShare({
  policyId,
  share,
}: {
  readonly policyId: string;
  readonly share: number;
}) {
  const { i18n } = useLingui();
  const percent = i18n.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (
    <Link className="st fill" to={`/policies/${policyId}/shadow`}>
      <Trans>Shadow, {percent}</Trans>
    </Link>
  );
}

/** Lets nothing decide silently any more, with one click. */
export function EndShadow({ policyId }: { readonly policyId: string }) {
  const { Form, state } = useFetcher();
  return (
    <Form method="post" action={`/policies/${policyId}`}>
      <input type="hidden" name="intent" value="end-shadow" />
      <SubmitButton className="btn sm" isOff={state !== "idle"}>
        <Trans>End the shadow</Trans>
      </SubmitButton>
    </Form>
  );
}

type Props = {
  readonly policyId: string;
  readonly version: number;
  /** What decides silently now; null for nothing. */
  readonly shadow: PolicyMove | null;
};

/** Lets a version decide silently about a share of the conversations. */
export function SetShadow({ policyId, version, shadow }: Props) {
  const { t } = useLingui();
  const { open, setOpen, Form, state, data } = useFormDialog<PublishProblem>();
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger className="btn sm ghost" aria-label={t`Shadow v${version}`}>
        <Trans>Shadow</Trans>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="modal">
          <header className="modal-head">
            <Dialog.Title>
              <Trans>Let v{version} decide in the shadow</Trans>
            </Dialog.Title>
          </header>
          <Form method="post" action={`/policies/${policyId}`} className="modal-body dialog-form">
            <input type="hidden" name="intent" value="set-shadow" />
            <input type="hidden" name="version" value={version} />
            <Dialog.Description className="i2">
              <Trans>
                It decides about the same questions as what answers visitors, a moment later. Nobody
                is told and nothing is done; you see what it would have said. Its models cost what
                they cost.
              </Trans>
            </Dialog.Description>
            {shadow === null ? null : (
              <p className="inl">
                <Trans>
                  It takes the place of v{shadow.version} of “{shadow.policyName}” in the shadow.
                </Trans>
              </p>
            )}
            <label>
              <Trans>Percent of the conversations</Trans>
              <input
                className="field num"
                type="number"
                name="share"
                min={1}
                max={100}
                step={1}
                defaultValue={100}
                required
              />
            </label>
            {data?.problem == null || state !== "idle" ? null : (
              <PublishTrouble problem={data.problem} />
            )}
            <div className="modal-acts">
              <Dialog.Close className="btn" type="button">
                <Trans>Cancel</Trans>
              </Dialog.Close>
              <SubmitButton className="btn pri" isOff={state !== "idle"}>
                <Trans>Decide silently</Trans>
              </SubmitButton>
            </div>
          </Form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
