import type { Tx } from "#db/client.ts";
import { readSourceTitles } from "#db/reads/knowledge.ts";
import { readTagsInUse } from "#db/reads/tags.ts";
import { readKnownNames } from "./known-names.ts";
import { expectationWords } from "./parse-expectation.ts";
import { type SettingWords, settingWords } from "./parse-settings.ts";
import { sectionHeadings } from "./section-kind.ts";
import { toolNames } from "./tool-names.ts";

/** Words that a page may have, for who writes one: what the grammar knows, and what the workspace has. */
export type PageWords = {
  readonly settings: readonly SettingWords[];
  readonly headings: readonly string[];
  readonly expectations: readonly string[];
  readonly tools: readonly string[];
  readonly tags: readonly string[];
  /** Titles of sources. */
  readonly titles: readonly string[];
};

/** Titles offered to who writes a page. */
const mostTitles = 500;

/** Reads the words of a workspace's pages, of both languages. */
export const readPageWords = async (tx: Tx): Promise<PageWords> => ({
  settings: settingWords(await readKnownNames(tx)),
  headings: sectionHeadings,
  expectations: expectationWords,
  tools: toolNames,
  tags: await readTagsInUse(tx),
  titles: await readSourceTitles(tx, mostTitles),
});
