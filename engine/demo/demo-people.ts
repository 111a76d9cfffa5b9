import type { NewMember } from "../tenancy/add-member.ts";

/** The person whom the printed link signs in; owner of both demo workspaces. */
export const demoOwner = {
  email: "you@example.com",
  name: "Demo Owner",
  role: "owner",
  locale: "en",
} as const satisfies NewMember;

/** Everybody in the demo. Nobody can sign in as a colleague: they have no password and no link. */
export const colleagues = {
  you: demoOwner,
  maya: { email: "maya@example.com", name: "Maya Lindqvist", role: "admin", locale: "en" },
  tomas: { email: "tomas@example.com", name: "Tomás Rivera", role: "operator", locale: "en" },
  jia: { email: "jia@example.com", name: "Wen Jia", role: "operator", locale: "zh" },
  hao: { email: "hao@example.com", name: "林浩", role: "author", locale: "zh" },
  priya: { email: "priya@example.com", name: "Priya Nair", role: "author", locale: "en" },
} as const satisfies Record<string, NewMember>;
