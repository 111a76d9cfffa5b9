import { ActionRefused } from "./action-refused.ts";

/** The refusal a check throws, or null when it passes. For checks that wait until a retry is ruled out. */
export const refusalOf = (check: () => void): ActionRefused | null => {
  try {
    check();
    return null;
  } catch (error) {
    if (error instanceof ActionRefused) return error;
    throw error;
  }
};
