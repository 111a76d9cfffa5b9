import { Plural, Trans } from "@lingui/react/macro";
import type { Tried } from "#contract/hand-over-brief.ts";
import { GuardName } from "./guard-name.tsx";
import { ModelEnding } from "./model-ending.tsx";

/** One thing that was tried before people were asked, as a line of the hand-over card. */
export function TriedItem({ tried: { what, name, detail } }: { readonly tried: Tried }) {
  const title = name === null ? null : <b>{name}</b>;
  switch (what) {
    case "searched":
      return (
        <>
          <Plural
            value={Number(detail)}
            one="Found # passage in the knowledge"
            other="Found # passages in the knowledge"
          />
          {title === null ? null : <Trans>, the best in {title}</Trans>}
        </>
      );
    case "answered":
      return title === null ? <Trans>Answered</Trans> : <Trans>Answered from {title}</Trans>;
    case "drafted":
      return <Trans>Wrote a draft, {detail ?? "0"}% confident</Trans>;
    case "held_back":
      return (
        <>
          <Trans>Checks held the answer back:</Trans>{" "}
          {(detail ?? "").split(" ").map((guard, index) => (
            <span key={guard}>
              {index > 0 ? ", " : ""}
              <GuardName name={guard} />
            </span>
          ))}
        </>
      );
    case "model_failed":
      return (
        <>
          <Trans>The model {title} failed:</Trans> <ModelEnding outcome={detail ?? ""} />
        </>
      );
    case "rule":
      return (
        <Trans>
          Line {detail ?? ""} of the policy: {name ?? ""}
        </Trans>
      );
  }
}
