import type { Refusal } from "./upload.ts";

/** Endings of files that can be read, as a file chooser takes them. */
export const readableEndings =
  ".md,.markdown,.mdx,.html,.htm,.xhtml,.txt,.text,.pdf,.docx,.csv,.tsv,.zip";

const readable = new Set(readableEndings.split(","));

/**
 * Why a file is not even sent, or null. What its name says is enough to spare the way of a film or a
 * program; what is really in it, the server finds out.
 */
export const checkFile = (
  { name, size }: Pick<File, "name" | "size">,
  mostBytes: { readonly file: number; readonly zip: number },
): Refusal | null => {
  const ending = /\.[^.]+$/.exec(name.toLowerCase())?.[0];
  if (ending !== undefined && !readable.has(ending)) return "unsupported";
  if (size === 0) return "empty";
  return size > (ending === ".zip" ? mostBytes.zip : mostBytes.file) ? "too_large" : null;
};
