/** Tools that the AI can call, by the name it calls them. */
export const toolNames: readonly string[] = [
  "hand_over",
  "search_knowledge",
  "look_up_contact",
  "read_order",
  "read_ticket",
  "ask_for_email",
  "verify_identity",
  "add_tag",
  "assign",
  "close",
];
