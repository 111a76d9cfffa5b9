import { Trans, useLingui } from "@lingui/react/macro";
import { useFetcher } from "react-router";

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

/** Lets production answer everybody again, with one click. */
export function EndCanary() {
  const fetcher = useFetcher();
  return (
    <fetcher.Form method="post">
      <input type="hidden" name="intent" value="end-canary" />
      <button type="submit" className="btn sm" disabled={fetcher.state !== "idle"}>
        <Trans>End the canary</Trans>
      </button>
    </fetcher.Form>
  );
}
