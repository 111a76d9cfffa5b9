/** A text in pieces of at most so many UTF-16 units, no letter cut in two. */
export const piecesOf = (text: string, most: number): string[] => {
  const pieces: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + most, text.length);
    const isCut = end < text.length && (text.codePointAt(end - 1) ?? 0) > 0xff_ff;
    if (isCut) end -= 1;
    pieces.push(text.slice(start, end));
    start = end;
  }
  return pieces;
};
