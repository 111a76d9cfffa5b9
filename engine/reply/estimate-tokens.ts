import type { LanguageModelV4Prompt } from "@ai-sdk/provider";

/** A rough count of tokens: one for a Chinese character, one for four others. */
export const estimateTokens = (text: string): number => {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  return chinese + Math.ceil((text.length - chinese) / 4);
};

/** The same for all words of a prompt. */
export const estimatePromptTokens = (prompt: LanguageModelV4Prompt): number => {
  const texts = prompt.flatMap(({ content }) =>
    typeof content === "string"
      ? [content]
      : content.map((part) => (part.type === "text" ? part.text : "")),
  );
  return estimateTokens(texts.join("\n"));
};
