import { data } from "react-router";
import { attachment } from "#app/server/attachment.ts";
import { isId } from "#app/server/is-id.ts";
import { requirePrincipal } from "#app/server/require-principal.ts";
import { readPolicyVersion } from "#db/reads/policies.ts";
import type { Route } from "./+types/policy-file.ts";

/** A version of a policy as a file, to be saved, read and imported elsewhere. */
export async function loader({ request, params, context }: Route.LoaderArgs) {
  const { read } = requirePrincipal(request, context);
  const { policyId } = params;
  const number = Number(params.version);
  if (!isId(policyId) || !Number.isSafeInteger(number)) throw data(null, { status: 404 });
  const version = await read((tx) => readPolicyVersion(tx, policyId, number));
  if (version === null) throw data(null, { status: 404 });
  const name = `${version.policyName} v${number}.md`;
  return new Response(version.text, {
    headers: {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": attachment(name),
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
}
