import { Trans, useLingui } from "@lingui/react/macro";
import type { CanaryRule, StopMeasure } from "#db/reads/policy-moves.ts";
import { CanaryMeasureName } from "./canary-measure-name.tsx";
import { useCanaryFormat } from "./use-canary-format.ts";

const measures = ["approved", "handedOver", "csat", "cost"] as const;

/** What stops a running canary by itself, in a line. */
export function CanaryRuleWords({ rule }: { readonly rule: CanaryRule | null }) {
  if (rule === null) return <Trans>It does not stop by itself.</Trans>;
  const watched = measures.filter((measure) => rule[measure] !== undefined);
  return (
    <>
      <Trans>It stops by itself when it is clearly worse:</Trans>{" "}
      {watched.map((measure, index) => (
        <span key={measure}>
          {index === 0 ? null : " · "}
          <Watched measure={measure} margin={rule[measure]?.margin ?? 0} />
        </span>
      ))}
    </>
  );
}

function Watched({ measure, margin }: { readonly measure: StopMeasure; readonly margin: number }) {
  const { t } = useLingui();
  const { plain } = useCanaryFormat(measure);
  const by = plain(margin);
  const isShare = measure === "approved" || measure === "handedOver";
  return (
    <>
      <CanaryMeasureName measure={measure} /> ({isShare ? t`${by} points` : by})
    </>
  );
}
