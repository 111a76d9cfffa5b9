import { type SettingReader, settingProblem } from "./setting-reading.ts";

/**
 * Reads `retrieval: r3`, the version of the retrieval config a page was written for; `published` and
 * leaving the line out both follow the one that is published.
 */
export const readRetrievalSetting: SettingReader<number | null> = (text, at, known) => {
  if (/^(?:published|production|已发布)$/i.test(text)) return { value: null };
  const match = /^r?(\d{1,9})$/i.exec(text);
  if (match === null) {
    return settingProblem(at, {
      en: `"${text}" is not a version of the retrieval config. Write one such as r3, or published.`,
      zh: `“${text}”不是检索配置的版本。请写例如 r3，或“已发布”。`,
    });
  }
  const version = Number(match[1]);
  if (known === null || version <= known.retrieval) return { value: version };
  const { retrieval } = known;
  return settingProblem(at, {
    en: `There is no version r${version} of the retrieval config. ${retrieval === 0 ? "There is only r0, which Xin comes with." : `Did you mean "r${retrieval}", the newest one?`}`,
    zh: `检索配置没有 r${version} 这个版本。${retrieval === 0 ? "目前只有 Xin 自带的 r0。" : `您是想写最新的“r${retrieval}”吗？`}`,
  });
};
