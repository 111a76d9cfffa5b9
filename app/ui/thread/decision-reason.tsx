import { Trans } from "@lingui/react/macro";
import { DraftKept } from "./draft/draft-kept.tsx";

/** Why a decision came out as it did: the record's code as a sentence. */
export function DecisionReason({ reason }: { readonly reason: string }) {
  switch (reason) {
    case "answered":
      return (
        <Trans>It was sure enough, every sentence rests on a passage, and no guard objected.</Trans>
      );
    case "draft_mode":
      return <Trans>The policy lets it write drafts only, so a person decides.</Trans>;
    case "revised":
      return <Trans>A person asked for another draft, and decides about this one too.</Trans>;
    case "kept:same":
      return <DraftKept why="same" />;
    case "kept:unsure":
      return <DraftKept why="unsure" />;
    case "kept:failed":
      return <DraftKept why="failed" />;
    case "unsure":
      return <Trans>It was not sure enough to answer by itself, so it called a person.</Trans>;
    case "asked_email":
      return (
        <Trans>It needs the visitor's e-mail address to look something up, and asked for it.</Trans>
      );
    case "asked_proof":
      return (
        <Trans>It needs a proof of the visitor's e-mail address, and sent a code to it.</Trans>
      );
    case "asked":
      return <Trans>The visitor asked for a person.</Trans>;
    case "rule":
      return <Trans>A rule of the policy says what to do here.</Trans>;
    case "smalltalk":
      return <Trans>A greeting or a thank-you, answered with a courtesy.</Trans>;
    case "failed":
      return <Trans>No model gave a usable answer, so it called a person.</Trans>;
    case "off":
      return <Trans>The policy has switched the AI off.</Trans>;
    case "stopped":
      return <Trans>A person stopped it while it was writing. Nothing was sent.</Trans>;
    case "acceptance":
      return <Trans>People did not let enough of its newest answers stand.</Trans>;
    case "superseded":
      return (
        <Trans>Someone took over while it was writing. The server refused the late answer.</Trans>
      );
    default:
      return shadowReason(reason);
  }
}

/** In shadow the code says what would have been done, and why. */
const shadowReason = (reason: string) => {
  const would = /^would_(send|hand_over):(.+)$/.exec(reason);
  if (would === null) return reason;
  return (
    <>
      {would[1] === "send" ? (
        <Trans>In auto it would have sent this.</Trans>
      ) : (
        <Trans>In auto it would have called a person.</Trans>
      )}{" "}
      <DecisionReason reason={would[2] ?? ""} />
    </>
  );
};
