import type { DocName } from "#contract/doc.ts";
import type { DocThread } from "#contract/doc-thread.ts";
import type { Tx } from "#db/client.ts";
import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import type { LockedDoc } from "../locked-doc.ts";

/** What an act on a thread works with: the page is locked to the end of the transaction. */
export type ThreadWork = {
  readonly tx: Tx;
  readonly env: Envelope;
  readonly memberId: string;
  readonly doc: DocName;
  readonly page: LockedDoc;
  /** Null when there is no such thread yet. */
  readonly thread: DocThread | null;
  readonly threadId: string;
  /** When it is done, where that is not now. */
  readonly at: Date | undefined;
};

/** The refusal of an act on a thread that the page does not have. */
export const noThread = () =>
  new ActionRefused({ kind: "not_found", message: "There is no such comment or suggestion." });
