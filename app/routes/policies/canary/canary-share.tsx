import { Trans, useLingui } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { type PublishProblem, PublishTrouble } from "../publish-trouble.tsx";

/** How many conversations the canary answers. */
export function CanaryShare({ share }: { readonly share: number }) {
  const { i18n } = useLingui();
  const percent = i18n.number(share, { style: "percent", maximumFractionDigits: 1 });
  return (
    <span className="st fill">
      <Trans>Canary, {percent}</Trans>
    </span>
  );
}

/** Lets production answer everybody again, with one click. `seen` is the canary's newest move. */
export function EndCanary({ seen }: { readonly seen: number }) {
  const fetcher = useFetcher<{ readonly problem: PublishProblem | null }>();
  const problem = fetcher.state === "idle" ? (fetcher.data?.problem ?? null) : null;
  return (
    <fetcher.Form method="post">
      {problem === null ? null : <PublishTrouble problem={problem} />}
      <input type="hidden" name="seen" value={seen} />
      <input type="hidden" name="intent" value="end-canary" />
      <SubmitButton className="btn sm" isOff={fetcher.state !== "idle"}>
        <Trans>End the canary</Trans>
      </SubmitButton>
    </fetcher.Form>
  );
}
