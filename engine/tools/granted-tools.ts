import { askForEmail } from "./ask-for-email.ts";
import { addTag } from "./add-tag.ts";
import { assign } from "./assign.ts";
import { close } from "./close.ts";
import { lookUpContact } from "./look-up-contact.ts";
import { searchKnowledge } from "./search-knowledge.ts";
import { readOrder } from "./read-order.ts";
import { readTicket } from "./read-ticket.ts";
import { verifyIdentity } from "./verify-identity.ts";
import type { Tool } from "./tool.ts";

/** Every tool that a policy may grant. Handing over needs no grant and ends the run: it is not among them. */
export const allTools: readonly Tool<unknown>[] = [
  searchKnowledge,
  lookUpContact,
  readOrder,
  readTicket,
  askForEmail,
  verifyIdentity,
  addTag,
  assign,
  close,
];

/** Whether tools of these names can find something to answer from where the question found nothing. */
export const canLookUp = (names: readonly string[]): boolean =>
  grantedTools(names).some(({ kind }) => kind === "look-up");

/** The tools that a policy grants, by the names it gives. */
export const grantedTools = (names: readonly string[]): readonly Tool<unknown>[] =>
  allTools.filter(({ name }) => names.includes(name));
