/**
 * Whether a text shows anything. Letters, digits, signs and emoji do; white space, control and
 * formatting characters and the blank fillers of Hangul and Braille do not.
 */
export const hasVisibleCharacter = (text: string): boolean =>
  /[^\s\p{C}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);
