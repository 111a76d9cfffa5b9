import type { Tx } from "../client.ts";

/** What the newest decisions of a workspace can be told apart by. */
export type DecisionChoices = {
  readonly models: readonly string[];
  /** Tools that were called, granted or not. */
  readonly tools: readonly string[];
  readonly policies: readonly {
    readonly id: string;
    readonly name: string;
    /** The newest first. */
    readonly versions: readonly number[];
  }[];
};

/** Decisions looked at, the newest of a workspace. */
const lookedAt = 20_000;

/** Reads which models, tools and policy versions the newest decisions name, at most 50 models and tools. */
export const readDecisionChoices = async (tx: Tx): Promise<DecisionChoices> => {
  const rows = await tx<
    { model: string | null; policyId: string | null; version: number | null; name: string | null }[]
  >`
    select distinct newest.model, newest.policy_id as "policyId", newest.policy_version as version, p.name
    from (select model, policy_id, policy_version, tenant_id from xin.decisions
      order by created_at desc, id desc limit ${lookedAt}) newest
    left join xin.policies p on p.tenant_id = newest.tenant_id and p.id = newest.policy_id`;
  const called = await tx<{ name: string }[]>`
    select distinct call ->> 'name' as name
    from (select tools from xin.decisions order by created_at desc, id desc limit ${lookedAt}) newest,
      jsonb_array_elements(newest.tools) call
    where newest.tools <> '[]' order by 1 limit 50`;
  const models = new Set(rows.flatMap(({ model }) => model ?? []));
  const policies = Map.groupBy(
    rows.filter(({ policyId, name }) => policyId !== null && name !== null),
    ({ policyId }) => policyId ?? "",
  );
  return {
    models: [...models].toSorted((a, b) => a.localeCompare(b)).slice(0, 50),
    tools: called.map(({ name }) => name),
    policies: [...policies]
      .map(([id, used]) => ({
        id,
        name: used[0]?.name ?? "",
        versions: [...new Set(used.flatMap(({ version }) => version ?? []))].toSorted(
          (a, b) => b - a,
        ),
      }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
  };
};
