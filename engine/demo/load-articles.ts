import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Locale } from "#contract/ids.ts";
import { extract } from "../knowledge/extraction/extract.ts";
import type { IndexDocument } from "../knowledge/index-now.ts";

/** Reads the Markdown files of some folders as documents to index, in the order of their names. */
export const loadArticles = async (
  projectFolder: string,
  folders: readonly { readonly folder: string; readonly lang: Locale }[],
): Promise<IndexDocument[]> => {
  const documents: IndexDocument[] = [];
  for (const { folder, lang } of folders) {
    const files = (await readdir(join(projectFolder, folder))).filter((name) =>
      name.endsWith(".md"),
    );
    for (const filename of files.toSorted()) {
      const content = await readFile(join(projectFolder, folder, filename));
      const claims = { filename, mime: "text/markdown" };
      const { title, chunks } = await extract({ ...claims, content, title: null });
      documents.push({ ...claims, title, url: null, lang, content, chunks });
    }
  }
  return documents;
};
