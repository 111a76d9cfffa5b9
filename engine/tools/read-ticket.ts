import { recordTool } from "./record-tool.ts";

/** Reads a ticket of the visitor. */
export const readTicket = recordTool(
  "read_ticket",
  "ticket",
  "Reads a support ticket whose number the visitor wrote: its state and subject. It is numbered as the passages are and may be cited.",
);
