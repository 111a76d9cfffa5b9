/**
 * Whether a text shows anything. Spaces, controls, zero-width characters, blank fillers and marks of
 * direction alone show nothing. Everything that has a glyph counts, also a lone combining mark, an
 * Arabic number sign, an unassigned character or half of a surrogate pair (drawn as a box).
 */
export const hasVisibleCharacter = (text: string): boolean => visible.test(text);

// Default_Ignorable_Code_Point is Unicode's own list of what is drawn as nothing: joiners, directional
// marks, variation selectors, Hangul fillers, tags. U+2800 is the braille pattern without a dot.
const visible = /[^\p{White_Space}\p{Control}\p{Default_Ignorable_Code_Point}\u2800]/u;
