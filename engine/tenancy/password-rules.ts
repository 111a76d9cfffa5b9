import { commonPasswords } from "./common-passwords.ts";

/** Shortest and longest password, in characters. Nothing is cut off: a longer one is refused. */
export const passwordLength = { least: 8, most: 256 } as const;

/**
 * What is wrong with a new password, in a sentence that says what to do; null when it will do. Length
 * and guessability only, as NIST SP 800-63B advises: no rules about digits and signs.
 */
export const passwordProblem = (
  password: string,
  person: { readonly email: string; readonly name: string },
): string | null => {
  const length = [...password].length;
  if (length < passwordLength.least) {
    return `The password is too short: use at least ${passwordLength.least} characters.`;
  }
  if (length > passwordLength.most) {
    return `The password is too long: use at most ${passwordLength.most} characters.`;
  }
  const guess = password.toLowerCase();
  const own = [person.email.toLowerCase(), person.email.split("@")[0], person.name.toLowerCase()];
  if (commonPasswords.has(guess) || own.includes(guess) || new Set(guess).size < 4) {
    return "The password is easy to guess: choose one that is not common and not your own name or address.";
  }
  return null;
};
