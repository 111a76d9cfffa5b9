import type { WireError } from "#contract/ack.ts";
import type { Refusal, SendAnswer, Upload } from "./upload.ts";

/** Sends the bytes of one file. `XMLHttpRequest`, since `fetch` does not tell how much has gone out. */
export const sendFile = (
  { file, folder, replaces }: Upload,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<SendAnswer> => {
  const { promise, resolve } = Promise.withResolvers<SendAnswer>();
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ filename: folder + file.name });
  if (replaces !== null) query.set("replaces", replaces);
  request.open("POST", `/knowledge/upload?${query}`);
  request.setRequestHeader("content-type", "application/octet-stream");
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    if (total > 0) onShare(loaded / total);
  });
  request.addEventListener("load", () => resolve(answerOf(request)));
  for (const end of ["error", "timeout", "abort"] as const) {
    request.addEventListener(end, () => {
      // A file that changed or went away since it was chosen cannot be read any more: no retry helps.
      void file
        .slice(0, 1)
        .arrayBuffer()
        .then(
          () => resolve({ type: "lost" }),
          () => resolve({ type: "refused", why: "unreadable" }),
        );
    });
  }
  signal.addEventListener("abort", () => request.abort());
  request.send(file);
  return promise;
};

type Answer = {
  readonly isNew?: boolean;
  readonly leftOut?: number;
  readonly problem?: WireError;
} | null;

const answerOf = ({ status, response }: XMLHttpRequest): SendAnswer => {
  const answer = response as Answer;
  if (status === 201) {
    return { type: "done", isNew: answer?.isNew !== false, leftOut: answer?.leftOut ?? 0 };
  }
  // A page instead of an answer: the way to the sign-in was followed.
  if (status === 200) return { type: "refused", why: "signed_out" };
  if (status === 413) return { type: "refused", why: "too_large" };
  const kind = answer?.problem?.kind;
  if (kind !== undefined && kind in whys) return { type: "refused", why: whys[kind] ?? "refused" };
  if (status >= 500 || status === 408 || status === 429) return { type: "lost" };
  return { type: "refused", why: "refused" };
};

const whys: Partial<Record<WireError["kind"], Refusal>> = {
  too_large: "too_large",
  forbidden: "forbidden",
  conflict: "full",
  not_found: "gone",
  invalid: "refused",
};
