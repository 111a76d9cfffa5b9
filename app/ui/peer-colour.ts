import type { DocPeer } from "#contract/doc.ts";

/** The end of the class that gives a colleague's colour, `peer-…`. */
export type PeerColour = number | "ai";

/** Colours that people are told apart by. */
const colours = 6;

/** A member's colour, the same on every screen: 0 to 5. */
export const peerColour = (memberId: string): number =>
  Number.parseInt(memberId.slice(-4), 16) % colours;

/**
 * The colours of those who have a text open, by member: each person's own while there are no more people than
 * colours; the usual one unless somebody else has it there.
 */
export const peerColours = (
  peers: readonly Pick<DocPeer, "memberId" | "ai">[],
): ReadonlyMap<string, PeerColour> => {
  const found = new Map<string, PeerColour>();
  const people = peers.filter(({ ai }) => ai !== true).map(({ memberId }) => memberId);
  for (const memberId of [...new Set(people)].toSorted()) {
    const taken = new Set(found.size < colours ? found.values() : []);
    let colour = peerColour(memberId);
    while (taken.has(colour)) colour = (colour + 1) % colours;
    found.set(memberId, colour);
  }
  for (const { memberId, ai } of peers) if (ai === true) found.set(memberId, "ai");
  return found;
};
