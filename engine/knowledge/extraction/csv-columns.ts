/** Which columns of a table hold questions and answers, and whether its first row only names them. */
export type FaqColumns = {
  readonly question: number;
  readonly answer: number;
  readonly hasHeader: boolean;
};

const questionNames =
  /^(?:q|questions?|ask(?:ed)?|query|faq|标准问题?|問題|问题|常见问题|提问|問|问|标题|title|subject|topic)$/i;
const answerNames =
  /^(?:a|answers?|reply|replies|response|solution|答案|回答|回覆|回复|答复|答覆|解答|解决方案|答|内容|正文|content|body|text)$/i;

/**
 * Finds the columns of a list of questions and answers: by their names in English or Chinese, else by
 * their shape, one column of questions beside one of longer texts. Null when the table is something else.
 */
export const findColumns = (rows: readonly (readonly string[])[]): FaqColumns | null => {
  const [first = []] = rows;
  const names = first.map((name) => name.trim().replace(/\s*[(（].*[)）]$/, ""));
  const question = names.findIndex((name) => questionNames.test(name));
  const answer = names.findIndex((name) => answerNames.test(name));
  if (question !== -1 && answer !== -1) return { question, answer, hasHeader: true };
  return byShape(rows);
};

const byShape = (rows: readonly (readonly string[])[]): FaqColumns | null => {
  const width = rows[0]?.length ?? 0;
  if (width < 2 || width > 6) return null;
  const columns = Array.from({ length: width }, (_, index) => {
    const cells = rows.map((row) => (row[index] ?? "").trim()).filter((cell) => cell !== "");
    const count = Math.max(1, cells.length);
    const asked = cells.filter((cell) => questionShape.test(cell)).length / count;
    const length = cells.reduce((sum, cell) => sum + cell.length, 0) / count;
    return { index, asked, length };
  });
  const [question] = columns.toSorted((a, b) => b.asked - a.asked);
  const [answer] = columns
    .filter(({ index }) => index !== question?.index)
    .toSorted((a, b) => b.length - a.length);
  if (question === undefined || answer === undefined || question.asked < 0.5) return null;
  if (answer.length < 8 || answer.asked > 0.5) return null;
  // A first row without a question among rows of questions can only name the columns.
  const isNamed = !questionShape.test((rows[0]?.[question.index] ?? "").trim()) && rows.length > 2;
  return { question: question.index, answer: answer.index, hasHeader: isNamed };
};

const questionShape =
  /[?？]["”]?$|^(?:how|what|when|where|why|who|which|can|could|do|does|is|are|will|should)\b|^(?:如何|怎么|怎样|为什么|什么|哪|是否|能否|可以)|[吗嗎呢么]$/i;
