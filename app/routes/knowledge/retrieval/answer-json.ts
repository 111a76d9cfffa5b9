import { toWireError } from "#engine/actions/wire-error.ts";

/** Answers what a resource route found as JSON; a refusal as 422 with its kind and words. */
export const answerJson = async (run: () => Promise<unknown>): Promise<Response> => {
  try {
    return Response.json(await run());
  } catch (error) {
    const problem = toWireError(error);
    if (problem.kind === "internal") throw error;
    return Response.json({ problem }, { status: 422 });
  }
};
