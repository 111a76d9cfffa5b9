import { useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { useRevalidator } from "react-router";
import { SearchModelRow } from "./search-model-row.tsx";
import type { ShownModel } from "./shown-model.ts";

type Props = {
  readonly models: readonly ShownModel[];
  /** How many questions there are to compare on. */
  readonly saved: number;
  readonly mayWrite: boolean;
  readonly mayKeepKeys: boolean;
};

const refreshMs = 2000;

/** The models in use: the one that answers, the one in the making, the one before. */
export function SearchModels({ models, ...rest }: Props) {
  const { t } = useLingui();
  const { revalidate } = useRevalidator();
  const isBuilding = models.some(({ use, missing }) => use === "building" && missing > 0);
  useEffect(() => {
    if (!isBuilding) return;
    const timer = setInterval(() => void revalidate(), refreshMs);
    return () => clearInterval(timer);
  }, [isBuilding, revalidate]);
  return (
    <section>
      <ul className="models" aria-label={t`Models in use`}>
        {models.map((model) => (
          <SearchModelRow key={model.id} model={model} {...rest} />
        ))}
      </ul>
    </section>
  );
}
