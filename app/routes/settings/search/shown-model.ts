import type { ModelStatus } from "#engine/knowledge/embedding/embedding-status.ts";

/** A model in use as the page shows it. */
export type ShownModel = Pick<ModelStatus, "use" | "missing"> & {
  readonly id: string;
  readonly provider: ModelStatus["model"]["provider"];
  readonly model: string;
  readonly dims: number;
  /** The address of an API of the workspace's own; an installation's is its own business. */
  readonly url: string | null;
  readonly hasOwnKey: boolean;
  /** It knows no other language than English. */
  readonly isEnglish: boolean;
};

/** What of a model goes to a browser: neither its key nor the name of one. */
export const shownModel = ({ use, missing, model }: ModelStatus): ShownModel => {
  const { url = null, guarded = false, secret, languages } = model.settings;
  return {
    use,
    missing,
    id: model.id,
    provider: model.provider,
    model: model.model,
    dims: model.dims,
    url: guarded ? url : null,
    hasOwnKey: guarded && secret !== undefined,
    isEnglish: languages?.length === 1 && languages[0] === "en",
  };
};
