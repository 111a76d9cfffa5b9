/**
 * Passwords that every guessing list begins with, lower case, eight characters and more (shorter ones
 * fall to the length rule). Words and numbers are joined here because people join them the same way.
 */
const words = [
  ..."password passwort princess sunshine football baseball superman starwars whatever".split(" "),
  ..."computer internet trustno1 iloveyou welcome1 michelle jennifer charlie1 liverpool".split(" "),
  ..."chocolate butterfly elephant dolphins mountain sapphire midnight victoria".split(" "),
  ..."qwertyuiop qwerty123 1q2w3e4r 1qaz2wsx zaq12wsx asdfghjkl zxcvbnm1 q1w2e3r4".split(" "),
  ..."letmein1 admin123 administrator changeme default1 passw0rd p@ssw0rd p@ssword".split(" "),
  ..."woaini1314 woaini520 5201314520 1314520520 a123456789 aa123456 abc12345 abcd1234".split(" "),
  ..."12345678 123456789 1234567890 0123456789 987654321 9876543210 87654321".split(" "),
  ..."123123123 11223344 12341234 147258369 741852963 789456123 159753456 31415926".split(" "),
];
const stems = "password welcome letmein monkey dragon master qwerty admin support login".split(" ");
const endings = ["1", "12", "123", "1234", "12345", "123456", "!", "1!", "2024", "2025", "2026"];

/** The list as a set, for one look-up. */
export const commonPasswords: ReadonlySet<string> = new Set([
  ...words,
  ...stems.flatMap((stem) => endings.map((ending) => stem + ending)),
]);
