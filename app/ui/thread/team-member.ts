/** A member who can be assigned. */
export type TeamMember = { readonly id: string; readonly name: string };
