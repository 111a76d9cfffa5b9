import { Trans } from "@lingui/react/macro";
import type { Decision } from "#contract/decision.ts";
import { GuardDetail } from "./guard-detail.tsx";
import { GuardName } from "./guard-name.tsx";
import { CheckIcon, WarningIcon } from "../icons.tsx";

/** What every answer is checked for before it goes out, and how this one fared. */
export function Guards({ decision }: { readonly decision: Decision }) {
  const { guards } = decision;
  if (guards.length === 0) return null;
  const passed = guards.filter((guard) => guard.passed).length;
  const all = guards.length;
  return (
    <section>
      <h3>
        <Trans>Guards</Trans>
        <span className="end i3 num">
          <Trans>
            {passed} of {all} passed
          </Trans>
        </span>
      </h3>
      <ul className="why-guards">
        {guards.map(({ name, passed: fine, detail }) => (
          <li key={name} className={fine ? "st ok" : "st bad"}>
            {fine ? <CheckIcon size={12} /> : <WarningIcon size={12} />}
            <GuardName name={name} />
            {detail === null || detail === "" ? null : (
              <span className="i3">
                <GuardDetail detail={detail} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
