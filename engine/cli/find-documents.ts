import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { UsageError } from "./command.ts";

/** Kinds of files that can be ingested, by ending. */
export const documentTypes: Readonly<Record<string, string>> = {
  ".md": "text/markdown",
  ".markdown": "text/markdown",
  ".txt": "text/plain",
  ".html": "text/html",
  ".htm": "text/html",
  ".pdf": "application/pdf",
  ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  ".csv": "text/csv",
  ".tsv": "text/csv",
  ".zip": "application/zip",
};

/** A file to ingest. */
export type Document = { readonly path: string; readonly mime: string };

/**
 * The documents at these paths; folders are searched to any depth, without hidden folders. A file that
 * was named must be of a kind that can be read; in a folder others are passed over.
 */
export const findDocuments = async (paths: readonly string[]): Promise<Document[]> => {
  const found: Document[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => null);
    if (info === null) throw new UsageError(`There is no file or folder ${path}.`);
    if (info.isDirectory()) {
      found.push(...(await inFolder(path)));
      continue;
    }
    const mime = documentTypes[extname(path).toLowerCase()];
    if (mime === undefined) {
      const known = Object.keys(documentTypes).join(", ");
      throw new UsageError(`${path} cannot be read. Files may end in ${known}.`);
    }
    found.push({ path, mime });
  }
  return found;
};

const inFolder = async (folder: string): Promise<Document[]> => {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("/."))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .flatMap((path) => {
      const mime = documentTypes[extname(path).toLowerCase()];
      return mime === undefined ? [] : [{ path, mime }];
    });
};
