/** Most of a name that is kept: the end, which has the file's own name and what kind it is. */
const mostLength = 200;

/**
 * A file's name as a browser sent it, with its folders, made safe to show and to hand out: no way up or to
 * a root, no control characters, none that turn the direction of writing to make `exe.pdf` of `fdp.exe`.
 * Null when nothing is left.
 */
export const cleanFilename = (sent: string): string | null =>
  sent
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .split(/[/\\]/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .join("/")
    .slice(-mostLength)
    .toWellFormed() || null;
