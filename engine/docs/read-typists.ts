import type { Tx } from "#db/client.ts";
import { readDocClients } from "#db/reads/docs.ts";
import { readMembers } from "#db/reads/members.ts";
import type { StoredTypists } from "#db/reads/policy-lineage.ts";
import { clientsOfLines } from "./clients-of-lines.ts";
import { lockedDoc } from "./locked-doc.ts";

/** Above this a record of typists is not kept, in UTF-16 units of JSON. */
const maxLength = 30_000;

/**
 * Who typed which lines of a policy's shared page, when its text is this one; null when it is another text, when
 * nobody has typed in it, and when there are too many runs to keep. People who are no members any more are left out.
 */
export const readTypists = async (
  tx: Tx,
  policyId: string,
  text: string,
): Promise<StoredTypists | null> => {
  const name = { kind: "policy", id: policyId } as const;
  const shared = await lockedDoc(tx, name);
  if (shared === null) return null;
  const { doc, text: page, changed } = shared;
  const lines = changed && page.toJSON() === text ? clientsOfLines(page) : null;
  doc.destroy();
  if (lines === null) return null;
  const owners = await readDocClients(tx, name, [...new Set(lines.flatMap((line) => [...line]))]);
  const names = new Map((await readMembers(tx)).map((member) => [member.id, member.name]));
  const members: { readonly id: string; readonly name: string }[] = [];
  const placeOf = (client: number): number[] => {
    const id = owners.get(client);
    const member = id === undefined ? undefined : names.get(id);
    if (id === undefined || member === undefined) return [];
    const place = members.findIndex((one) => one.id === id);
    return [place < 0 ? members.push({ id, name: member }) - 1 : place];
  };
  const runs: [number, number, number[]][] = [];
  for (const [index, clients] of lines.entries()) {
    const places = [...new Set([...clients].flatMap(placeOf))].toSorted((a, b) => a - b);
    if (places.length === 0) continue;
    const last = runs.at(-1);
    if (last?.[1] === index && last[2].join() === places.join()) last[1] = index + 1;
    else runs.push([index + 1, index + 1, places]);
  }
  const typists = { members, lines: runs };
  return runs.length === 0 || JSON.stringify(typists).length > maxLength ? null : typists;
};
