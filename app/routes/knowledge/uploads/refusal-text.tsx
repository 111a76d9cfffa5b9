import { Trans } from "@lingui/react/macro";
import type { Refusal } from "./upload.ts";

/** Why a file was not taken, and what to do. */
export function RefusalText({
  why,
  megabytes,
}: {
  readonly why: Refusal;
  /** What one file may have. */
  readonly megabytes: number;
}) {
  switch (why) {
    case "too_large":
      return <Trans>It is larger than {megabytes} MB. Split it and try again.</Trans>;
    case "unsupported":
      return (
        <Trans>
          This kind of file cannot be read. Use Markdown, HTML, PDF, DOCX, CSV, text or zip.
        </Trans>
      );
    case "empty":
      return <Trans>The file is empty. Choose one with text in it.</Trans>;
    case "full":
      return <Trans>The knowledge base is full. Delete sources you no longer need.</Trans>;
    case "gone":
      return <Trans>The source it should replace no longer exists.</Trans>;
    case "unreadable":
      return <Trans>It was changed or moved while it waited. Drop it again.</Trans>;
    case "signed_out":
      return <Trans>You are signed out. Sign in and drop it again.</Trans>;
    case "forbidden":
      return <Trans>Your role may not do this. Ask an admin of this workspace.</Trans>;
    case "refused":
      return <Trans>The server did not take it. Check that it has text and drop it again.</Trans>;
  }
}
