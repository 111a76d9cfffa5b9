import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { useFetcher } from "react-router";
import type { CanaryRule } from "#db/reads/policy-moves.ts";
import type { ComparedMeasure } from "#engine/policy-canary/compare-canary.ts";
import type { loader } from "./canary-figures.ts";
import { CanaryRuleWords } from "./canary-rule-words.tsx";
import { CanaryMeasureName } from "./canary-measure-name.tsx";
import { CanaryVerdict } from "./canary-verdict.tsx";
import { useCanaryFormat } from "./use-canary-format.ts";

/** While it is shown, it is read anew this often. */
const refreshMs = 5_000;

/** How the canary does beside production since it was set, in place and up to date. */
export function CanaryComparison({ stopsWhen }: { readonly stopsWhen: CanaryRule | null }) {
  const { t } = useLingui();
  const { load, data } = useFetcher<typeof loader>();
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void load("/policies/canary-figures");
    };
    look();
    const timer = setInterval(look, refreshMs);
    return () => clearInterval(timer);
  }, [load]);
  const comparison = data?.comparison ?? null;
  if (comparison === null) return null;
  const { canary, production } = comparison.conversations;
  const counted = comparison.measures.filter(
    (one) => one.canary !== null || one.production !== null,
  );
  return (
    <section className="canary-comparison" aria-label={t`Canary beside production`}>
      <p className="xs i3">
        <Plural
          value={canary}
          one="# conversation under the canary,"
          other="# conversations under the canary,"
        />{" "}
        <Trans>{production} under production, since it was set</Trans>
      </p>
      <ul>
        {counted.map((measure) => (
          <Measure key={measure.measure} compared={measure} />
        ))}
      </ul>
      <p className="xs i3">
        {counted.length === 0 ? (
          <Trans>Too little yet to tell</Trans>
        ) : (
          <Trans>Ranges hold with 95 % certainty, each for itself.</Trans>
        )}
      </p>
      <p className="xs i3">
        <CanaryRuleWords rule={stopsWhen} />
      </p>
    </section>
  );
}

function Measure({ compared }: { readonly compared: ComparedMeasure }) {
  const { measure, canary, production, verdict } = compared;
  const { figure } = useCanaryFormat(measure);
  return (
    <li data-verdict={verdict}>
      <span className="row">
        <b className="grow">
          <CanaryMeasureName measure={measure} />
        </b>
        <span className="num">{figure(canary)}</span>
        <span className="i3 xs">
          <Trans>beside</Trans>
        </span>
        <span className="num i2">{figure(production)}</span>
      </span>
      <span className={verdict === "worse" ? "st bad" : verdict === "better" ? "st ok" : "xs i3"}>
        <CanaryVerdict compared={compared} />
      </span>
    </li>
  );
}
