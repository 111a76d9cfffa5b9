import { Trans, useLingui } from "@lingui/react/macro";
import { useFetcher } from "react-router";
import type { Mode } from "#contract/mode.ts";
import type { ModeOfTarget } from "#db/reads/modes.ts";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { ModeName } from "#app/ui/mode-name.tsx";

type Props = { readonly targets: readonly ModeOfTarget[]; readonly mayManage: boolean };

/** The mode of the workspace and of each channel; it is set by choosing. */
export function TargetList({ targets, mayManage }: Props) {
  return (
    <section>
      <h2>
        <Trans>Workspace and channels</Trans>
      </h2>
      <ul className="modes-list">
        {targets.map((target) => (
          <Target key={target.channelId ?? ""} target={target} mayManage={mayManage} />
        ))}
      </ul>
    </section>
  );
}

function Target({
  target: { channelId, channelName, set },
  mayManage,
}: {
  readonly target: ModeOfTarget;
  readonly mayManage: boolean;
}) {
  const { t } = useLingui();
  const fetcher = useFetcher();
  const chosen = fetcher.formData?.get("mode");
  const names: Readonly<Record<Mode, string>> = {
    auto: t`Answers by itself`,
    draft: t`Writes drafts`,
    shadow: t`Shadow`,
    off: t`Off`,
  };
  const name = channelName ?? t`Whole workspace`;
  return (
    <li className="row">
      <span className="grow tr">
        <b className="tr">{name}</b>
        {set === null ? null : (
          <span className="xs i3 modes-set-by">
            <Trans>
              {set.setBy}, <ClockTime at={set.setAt} />
            </Trans>
          </span>
        )}
      </span>
      {mayManage ? (
        <fetcher.Form method="post">
          <input type="hidden" name="channelId" value={channelId ?? ""} />
          <select
            className="field"
            name="mode"
            aria-label={name}
            value={typeof chosen === "string" ? chosen : (set?.mode ?? "")}
            onChange={(event) => void fetcher.submit(event.currentTarget.form)}
          >
            <option value="">{t`No limit of its own`}</option>
            {(["auto", "draft", "shadow", "off"] as const).map((mode) => (
              <option key={mode} value={mode}>
                {names[mode]}
              </option>
            ))}
          </select>
        </fetcher.Form>
      ) : set === null ? (
        <span className="i3">
          <Trans>No limit of its own</Trans>
        </span>
      ) : (
        <span className="st">
          <ModeName mode={set.mode} />
        </span>
      )}
    </li>
  );
}
