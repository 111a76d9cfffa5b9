/** A page whose versions are published, and who may. */
export type PublishPlace = {
  /** Where the API is. */
  readonly origin: string;
  readonly token: string;
  readonly policyId: string;
};

/** How a race went. */
export type RaceOutcome = {
  readonly winners: number;
  /** Whether the other one was told which version answers now, and that is so. */
  readonly isClear: boolean;
  /** How often the pointer moved. */
  readonly moves: number;
  readonly answers: readonly { readonly status: number; readonly message: string }[];
};

type Pointed = { readonly policyId: string; readonly version: number };
type Pointers = { readonly production: Pointed | null; readonly moves: readonly object[] };

/** Publishes a version, or goes back to it, when this answered before. */
export const publishVersion = async (
  { origin, token, policyId }: PublishPlace,
  version: number,
  replaces: Pointed | null,
  /** What becomes of open conversations; without it they move along. */
  running?: "move" | "stay",
): Promise<{ readonly status: number; readonly message: string }> => {
  const answer = await fetch(`${origin}/api/v1/policies/${policyId}/versions/${version}/publish`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ replaces, running }),
  });
  const body = (await answer.json()) as { readonly error?: { readonly message: string } };
  return { status: answer.status, message: body.error?.message ?? "" };
};

/** What answers visitors now. */
export const readPointers = async ({ origin, token }: PublishPlace): Promise<Pointers> => {
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch(`${origin}/api/v1/policies/pointers`, { headers });
  if (!answer.ok) throw new Error(`The pointers answered ${answer.status}`);
  return (await answer.json()) as Pointers;
};

/** Several who saw the same version answer each let another one answer, at the same moment. */
export const racePublish = async (
  place: PublishPlace,
  versions: readonly number[],
): Promise<RaceOutcome> => {
  const before = await readPointers(place);
  const answers = await Promise.all(
    versions.map((version) => publishVersion(place, version, before.production)),
  );
  const after = await readPointers(place);
  const winners = versions.filter((_, index) => answers[index]?.status === 200);
  const named = `v${after.production?.version} of`;
  const others = answers.filter(({ status }) => status !== 200);
  return {
    winners: winners.length,
    isClear:
      after.production?.version === winners[0] &&
      others.every(({ status, message }) => status === 409 && message.includes(named)),
    moves: after.moves.length - before.moves.length,
    answers,
  };
};
