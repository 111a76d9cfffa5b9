/** Asks one question; what it answers is the answer to this question alone. */
export type Ask<Question, Answer> = (question: Question) => Promise<Answer>;

/** How questions are put together. */
export type Together = {
  /** Questions of one asking, at most. */
  readonly fullAt: number;
  /** Askings under way at once. */
  readonly mostAsking: number;
  /** From one asking to the next, in milliseconds, unless that is full: what comes meanwhile is asked together. */
  readonly windowMs: number;
};

/**
 * Puts questions to `askAll` together, which answers them in their order: a lone question at once, and in a
 * rush those that come within a moment share one asking. Nothing is remembered. When an asking fails all of
 * its questions do.
 */
export const askTogether = <Question, Answer>(
  askAll: (questions: readonly Question[]) => Promise<readonly Answer[]>,
  { fullAt, mostAsking, windowMs }: Together,
): Ask<Question, Answer> => {
  let waiting: Waiting<Question, Answer>[] = [];
  let asking = 0;
  let askedMs = -windowMs;
  let timer: NodeJS.Timeout | undefined;

  const schedule = () => {
    if (waiting.length === 0 || asking >= mostAsking) return;
    const inMs = askedMs + windowMs - performance.now();
    if (inMs <= 0 || waiting.length >= fullAt) void ask();
    else timer ??= setTimeout(wake, inMs);
  };
  const wake = () => {
    timer = undefined;
    schedule();
  };

  const ask = async () => {
    askedMs = performance.now();
    asking += 1;
    const batch = waiting.slice(0, fullAt);
    waiting = waiting.slice(fullAt);
    try {
      const answers = await askAll(batch.map(({ question }) => question));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      asking -= 1;
      schedule();
    }
  };

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      schedule();
    });
};

type Waiting<Question, Answer> = {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
};
