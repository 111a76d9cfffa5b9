/** Colours that colleagues are told apart by. */
const colours = 6;

/** A member's colour, the same on every screen: 0 to 5. */
export const peerColour = (memberId: string): number =>
  Number.parseInt(memberId.slice(-4), 16) % colours;
