/** Where one sees what a version changed; the first one changed nothing, and is shown itself. */
export const changeAddress = (policyId: string, version: number): string =>
  version === 1
    ? `/policies/${policyId}?version=1`
    : `/policies/${policyId}/diff?from=${version - 1}&to=${version}`;
