import type { Role } from "../actions/envelope.ts";
import { ActionRefused } from "../actions/action-refused.ts";

/** Everything somebody may be allowed to do in a tenant. */
export type Permission =
  | "conversations.read"
  | "conversations.write"
  | "knowledge.read"
  | "knowledge.write"
  | "policies.read"
  | "policies.write"
  | "policies.publish"
  /** To say which pointers move only when a second person agrees. */
  | "policies.protect"
  | "members.read"
  | "members.manage"
  | "channels.manage"
  | "tokens.manage"
  | "secrets.manage"
  | "modes.manage"
  | "shadow.read"
  | "models.read"
  | "models.manage"
  | "crm.read"
  | "crm.manage"
  | "mail.read"
  | "mail.manage"
  | "delivery.read"
  | "audit.read"
  /** To take back one act of the AI, or those of one run. */
  | "decisions.undo"
  /** To take back those of many runs at once. */
  | "decisions.undo-many";

const reading = ["conversations.read", "knowledge.read", "policies.read", "members.read"] as const;
/** Who answers people also sees whether their words get through. */
const answering = ["conversations.write", "delivery.read", "decisions.undo"] as const;
/** Who writes what the AI says also sees what it would have said. */
const authoring = ["knowledge.write", "policies.write", "policies.publish", "shadow.read"] as const;
const managing = [
  "channels.manage",
  "modes.manage",
  "policies.protect",
  "tokens.manage",
  "members.manage",
  "audit.read",
  "models.read",
  "crm.read",
  "mail.read",
  "decisions.undo-many",
] as const;

/** The one table of roles. Operators answer people, authors write what the AI says, viewers look. */
const granted: Record<Role, ReadonlySet<Permission>> = {
  owner: new Set([
    ...reading,
    ...answering,
    ...authoring,
    ...managing,
    "secrets.manage",
    "models.manage",
    "crm.manage",
    "mail.manage",
  ] satisfies Permission[]),
  admin: new Set([...reading, ...answering, ...authoring, ...managing] satisfies Permission[]),
  operator: new Set([...reading, ...answering] satisfies Permission[]),
  author: new Set([...reading, ...authoring] satisfies Permission[]),
  viewer: new Set(reading),
};

/** Whether a role includes a permission. */
export const may = (role: Role, permission: Permission): boolean => granted[role].has(permission);

/** The roles that include a permission. */
export const rolesWith = (permission: Permission): Role[] =>
  (Object.keys(granted) as Role[]).filter((role) => may(role, permission));

/** Throws ActionRefused `forbidden` unless the role includes the permission. No role has none. */
export const assertMay = (role: Role | undefined, permission: Permission): void => {
  if (role !== undefined && may(role, permission)) return;
  throw new ActionRefused({
    kind: "forbidden",
    message: `This needs the permission ${permission}, which the role ${role ?? "visitor"} does not have. Ask an owner or admin of the workspace.`,
  });
};
