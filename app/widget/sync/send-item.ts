import type { Ack } from "#contract/ack.ts";
import type { PeopleThere } from "#contract/people-there.ts";
import type { VisitorRequests } from "#contract/requests.ts";
import type { Link } from "#app/sync/core/link.ts";
import type { Rated, VisitorItem } from "./visitor-item.ts";

type Sent = Ack<{ readonly seq: number | null; readonly people?: PeopleThere }>;

/** Sends what a visitor did, as the request that it is. */
export const sendItem = (
  link: Link<VisitorRequests>,
  { kind, clientId, text, page, rating }: VisitorItem,
  conversationId: string,
): Promise<Sent> => {
  switch (kind) {
    case "message": {
      const parts = [{ type: "text", text }] as const;
      return link.request("message.post", { conversationId, clientId, parts, page });
    }
    case "person":
      return link.request("person.request", { conversationId, clientId });
    case "email":
      return link.request("contact.leave-email", { conversationId, clientId, email: text });
    case "rating":
      return link.request("conversation.rate", {
        conversationId,
        clientId,
        ...(rating as Rated),
      });
  }
};
