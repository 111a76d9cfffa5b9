import { Trans } from "@lingui/react/macro";
import type { WireError } from "#contract/ack.ts";

/** A refusal in the reader's language, with what to do about it. */
export function ErrorText({ error }: { readonly error: WireError }) {
  switch (error.kind) {
    case "blank":
      return <Trans>The message is empty. Write something first.</Trans>;
    case "too_large":
      return <Trans>The message is too long. Shorten it or send it in parts.</Trans>;
    case "unauthenticated":
      return <Trans>You are signed out. Sign in again; what you wrote is kept.</Trans>;
    case "forbidden":
      return <Trans>Your role may not do this. Ask an admin of this workspace.</Trans>;
    case "not_found":
      return <Trans>It no longer exists, or it is not in this workspace.</Trans>;
    case "stale_epoch":
      return <Trans>Someone took over meanwhile.</Trans>;
    case "unseen":
      return (
        <Trans>Something new arrived before this. Read it, then send anyway or change it.</Trans>
      );
    case "conflict":
      return (
        <Trans>
          Someone else was faster; the conversation has changed. Look again and repeat if needed.
        </Trans>
      );
    case "outdated":
      return <Trans>Xin was updated. Load the page again.</Trans>;
    case "overloaded":
    case "unavailable":
    case "draining":
      return <Trans>The server is busy. It is tried again by itself.</Trans>;
    case "invalid":
    case "origin":
    case "internal":
      return (
        <Trans>Something went wrong on our side. Try again; if it stays, tell your admin.</Trans>
      );
  }
}
