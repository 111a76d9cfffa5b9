import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { changeAddress } from "../change-address.ts";
import { type AuthoredLine, authorColour } from "./author-gutter.ts";
import type { AuthorsState } from "./use-authors.ts";

type Props = { readonly policyId: string; readonly state: AuthorsState };

/** Who wrote the line of the caret, or the one that is pointed at: who, in which version, and why. */
export function AuthorLine({ policyId, state }: Props) {
  return (
    <p className="author-line xs" role="status">
      {state.kind === "reading" ? (
        <Trans>Reading who wrote what</Trans>
      ) : state.kind === "failed" ? (
        <Trans>Who wrote what could not be read. Switch Authors off and on again.</Trans>
      ) : (
        <Written policyId={policyId} at={state.at} />
      )}
    </p>
  );
}

function Written({
  policyId,
  at: { line, authors },
}: {
  readonly policyId: string;
  readonly at: AuthoredLine;
}) {
  const { i18n } = useLingui();
  const place = (
    <span className="num">
      <Trans>Line {line}</Trans>
    </span>
  );
  if (authors === null) {
    return (
      <>
        {place}
        <span>
          <Trans>not saved as a version yet</Trans>
        </span>
      </>
    );
  }
  const { version, note, savedAt, people } = authors;
  const names = new Intl.ListFormat(i18n.locale, { type: "conjunction" });
  return (
    <>
      {place}
      <b className={`peer-${authorColour(people[0]?.id ?? "")}`}>
        {names.format(people.map(({ name }) => name))}
      </b>
      <Link className="link num" to={changeAddress(policyId, version)}>
        v{version}
      </Link>
      <span className="i3">
        <ClockTime at={savedAt} />
      </span>
      {note === null ? null : <span className="author-note">{note}</span>}
    </>
  );
}
