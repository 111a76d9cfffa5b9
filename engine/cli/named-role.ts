import type { Role } from "../actions/envelope.ts";
import { UsageError } from "./command.ts";

const roles = ["owner", "admin", "operator", "author", "viewer"] as const satisfies Role[];

/** The role with this name. Throws UsageError with the names there are. */
export const namedRole = (name: string): Role => {
  const role = roles.find((candidate) => candidate === name);
  if (role !== undefined) return role;
  throw new UsageError(`There is no role "${name}". There are: ${roles.join(", ")}.`);
};
