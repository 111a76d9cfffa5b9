/** How clients come in to a server that is measured. */
export type Door = {
  /** Such as `127.0.0.1:4000`. */
  readonly host: string;
  /** Null for a bare websocket server: Socket.IO is not spoken. */
  readonly namespace: string | null;
  /** Credentials, taken in turn. */
  readonly keys: readonly Key[];
};

/** Somebody's way in. */
export type Key = {
  /** Of the websocket's request. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of Socket.IO's own handshake. */
  readonly auth: object;
  /** What the client asks once it is in; it is ready when that is granted. */
  readonly first: Request | null;
  /** The cheapest request that passes every check and needs no database. */
  readonly echo: Request;
};

/** A request by its name. */
export type Request = { readonly name: string; readonly body: object };

/** Who comes in: visitors of one contact, visitors each their own, or members who follow a conversation. */
export type Audience = "one-visitor" | "visitors" | "members";

/** How a server is opened; only the product asks about databases. */
export type Opening = {
  readonly audience: Audience;
  /** Clients only come in: they ask nothing first. */
  readonly quiet?: true;
};

/** What is published: `frames` times `events` new events, one batch every `everyMs`. */
export type Publication = {
  readonly frames: number;
  readonly events: number;
  readonly everyMs: number;
};

/** Conversations to be made, and events in each. */
export type Filling = { readonly conversations: number; readonly events: number };

/** Does something `times` times, with a pause before each. */
export const paced = async (
  { frames, everyMs }: Pick<Publication, "frames" | "everyMs">,
  act: (index: number) => void,
): Promise<void> => {
  for (let index = 0; index < frames; index += 1) {
    await new Promise((resolve) => void setTimeout(resolve, everyMs));
    act(index);
  }
};
