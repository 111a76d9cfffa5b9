import { closestWord } from "./closest-word.ts";
import { type SettingReader, settingProblem } from "./setting-reading.ts";
import { toolNames } from "./tool-names.ts";

/** Reads `tools: look_up_contact, add_tag`: what the AI may call besides handing over, which it always may. */
export const readToolsSetting: SettingReader<readonly string[]> = (text, at) => {
  const given = text
    .replace(/^\[(.*)\]$/, "$1")
    .split(/[,，、]/)
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "");
  if (given.length === 0) {
    return settingProblem(at, {
      en: `Name at least one tool: ${toolNames.join(", ")}. Leave the line out to grant none.`,
      zh: `请至少写一个工具：${toolNames.join("、")}。删除这一行即不授予任何工具。`,
    });
  }
  const unknown = given.find((name) => !toolNames.includes(name));
  if (unknown === undefined) return { value: [...new Set(given)] };
  const close = closestWord(unknown, toolNames);
  return settingProblem(
    at,
    close === null
      ? {
          en: `There is no tool "${unknown}". The tools are ${toolNames.join(", ")}.`,
          zh: `没有工具“${unknown}”。可用的工具：${toolNames.join("、")}。`,
        }
      : {
          en: `There is no tool "${unknown}". Did you mean "${close}"?`,
          zh: `没有工具“${unknown}”。您是想写“${close}”吗？`,
        },
  );
};
