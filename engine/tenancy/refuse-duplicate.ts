import postgres from "postgres";
import { ActionRefused } from "../actions/action-refused.ts";

/** Runs a write; when it breaks a unique constraint, throws ActionRefused `conflict` with the message. */
export const refuseDuplicate = async <T>(message: string, run: () => Promise<T>): Promise<T> => {
  try {
    return await run();
  } catch (error) {
    const uniqueViolation = "23505";
    if (error instanceof postgres.PostgresError && error.code === uniqueViolation) {
      throw new ActionRefused({ kind: "conflict", message });
    }
    throw error;
  }
};
