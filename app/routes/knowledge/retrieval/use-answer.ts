import { useEffect, useState } from "react";
import type { WireError } from "#contract/ack.ts";

/** What a resource route answered. The answer before stays while the next one is on its way. */
export type Answer<T> = {
  readonly data: T | null;
  readonly isWaiting: boolean;
  readonly problem: WireError | null;
};

/** Sends a form to a resource route. Throws WireRefusal when it is refused, or cannot be reached. */
export const postForm = async <T>(
  path: string,
  fields: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<T> => {
  const response = await fetch(path, { method: "POST", body: new URLSearchParams(fields), signal });
  if (response.ok) return (await response.json()) as T;
  throw new WireRefusal(response.status === 422 ? await problemOf(response) : unavailable);
};

/** A refusal of a resource route, as people are told. */
export class WireRefusal extends Error {
  readonly problem: WireError;
  constructor(problem: WireError) {
    super(problem.message);
    this.problem = problem;
  }
}

/**
 * Asks a resource route whenever the fields change, once they have stayed the same for `afterMs`; an
 * answer to older fields is never shown. Null asks nothing.
 */
export const useAnswer = <T>(
  path: string,
  fields: Readonly<Record<string, string>> | null,
  afterMs: number,
): Answer<T> => {
  const key = fields === null ? null : JSON.stringify(fields);
  const [state, setState] = useState<
    { readonly key: string | null } & Omit<Answer<T>, "isWaiting">
  >({ key: null, data: null, problem: null });
  useEffect(() => {
    if (key === null) return undefined;
    const abort = new AbortController();
    const ask = async () => {
      const data = await postForm<T>(path, JSON.parse(key) as Record<string, string>, abort.signal);
      if (!abort.signal.aborted) setState({ key, data, problem: null });
    };
    const timer = setTimeout(
      () =>
        void ask().catch((error: unknown) => {
          if (!abort.signal.aborted) setState({ key, data: null, problem: toProblem(error) });
        }),
      afterMs,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [path, key, afterMs]);
  if (key === null) return { data: null, isWaiting: false, problem: null };
  return { data: state.data, isWaiting: state.key !== key, problem: state.problem };
};

/** What people are told of a request that failed. */
export const toProblem = (error: unknown): WireError =>
  error instanceof WireRefusal ? error.problem : unavailable;

const problemOf = async (response: Response): Promise<WireError> =>
  ((await response.json()) as { readonly problem: WireError }).problem;

const unavailable: WireError = { kind: "unavailable", message: "The server cannot be reached." };
