import { recordTool } from "./record-tool.ts";

/** Reads an order of the visitor. */
export const readOrder = recordTool(
  "read_order",
  "order",
  "Reads an order whose number the visitor wrote: its state, items and delivery. It is numbered as the passages are and may be cited.",
);
