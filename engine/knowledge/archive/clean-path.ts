/**
 * The path of a file in an archive as people read it: parts joined by "/", without a drive, without
 * steps up or to the root, and without what shows on no screen. Null for what systems leave in archives
 * and nobody means to add: hidden files, and the folders of macOS and Windows.
 */
export const cleanPath = (name: string): string | null => {
  const parts = name
    .toWellFormed()
    .replaceAll("\\", "/")
    .replace(/^[a-z]:/i, "")
    .split("/")
    .map((part) => part.replaceAll(/\p{C}/gu, "").trim())
    .filter((part) => part !== "" && part !== "." && part !== "..");
  const isLeftBehind = parts.some((part) => part.startsWith(".") || leftBehind.has(part));
  return parts.length === 0 || isLeftBehind ? null : parts.join("/");
};

const leftBehind: ReadonlySet<string> = new Set(["__MACOSX", "Thumbs.db", "desktop.ini"]);
