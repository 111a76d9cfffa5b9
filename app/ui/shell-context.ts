/** What the shell tells the pages inside it. */
export type ShellContext = {
  readonly member: { readonly id: string; readonly name: string; readonly role: string };
  readonly workspace: { readonly slug: string; readonly name: string };
};
