import type { Identity } from "../identity/open-identity.ts";
import type { Embedding } from "../knowledge/embedding/open-embedding.ts";
import type { Knowledge } from "../knowledge/open-knowledge.ts";
import type { Mail } from "../mail/open-mail.ts";
import type { Replay } from "../replay/open-replay.ts";
import type { Foundation } from "./foundation.ts";

/** What the parts of one process share. Made once, in server.ts, and handed down. */
export type Services = Foundation & {
  readonly knowledge: Knowledge;
  readonly embedding: Embedding;
  readonly mail: Mail;
  readonly identity: Identity;
  /** Answers past conversations and questions again, without side effects. */
  readonly replay: Replay;
};
