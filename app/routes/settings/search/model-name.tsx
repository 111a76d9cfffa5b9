import { Trans } from "@lingui/react/macro";
import type { ShownModel } from "./shown-model.ts";

/** What people call a model. */
export function ModelName({ model: { provider, model } }: { readonly model: ShownModel }) {
  if (provider === "xin") return <Trans>Without a model</Trans>;
  if (provider === "bundled") return <Trans>The bundled English model</Trans>;
  return model;
}
