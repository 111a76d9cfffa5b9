import { namespaces, protocolVersion } from "#contract/names.ts";
import type { SessionStartAck } from "#contract/session-start.ts";
import {
  type DrillClient,
  type DrillClientOptions,
  type Recorder,
  openDrillClient,
} from "./drill-client.ts";
import { granted } from "./refused.ts";

/** Who connects, where to. `url` has no trailing slash; `socket` may say more, such as another port. */
export type EntryOptions = {
  readonly name: string;
  readonly url: string;
  readonly record: Recorder;
  readonly socket?: DrillClientOptions["socket"];
};

/** A widget by the channel's key. It follows its own conversation from the start. */
export const openVisitor = async (
  { socket, ...options }: EntryOptions,
  key: string,
): Promise<DrillClient> => {
  let session: SessionStartAck | null = null;
  const client = await openDrillClient({
    ...options,
    url: `${options.url}${namespaces.visitor}`,
    socket: { auth: { key, version: protocolVersion }, ...socket },
    enter: async (ask) => {
      const token: string | null = session?.token ?? null;
      session = granted(await ask<SessionStartAck>("session.start", { token, locale: "en" }));
    },
  });
  await client.follow(conversationOf(session));
  return client;
};

/** A console by a member's cookie. `origin` is the console's own. */
export const openOperator = (
  { socket, ...options }: EntryOptions,
  { cookie, origin }: { readonly cookie: string; readonly origin: string },
): Promise<DrillClient> =>
  openDrillClient({
    ...options,
    url: `${options.url}${namespaces.operator}`,
    socket: {
      auth: { version: protocolVersion },
      extraHeaders: { cookie, origin },
      ...socket,
    },
    enter: async (ask, followed) => {
      for (const conversationId of followed)
        granted(await ask("conversation.join", { conversationId }));
    },
  });

const conversationOf = (session: SessionStartAck | null): string => {
  if (session === null) throw new Error("the visitor never entered");
  return session.conversationId;
};
