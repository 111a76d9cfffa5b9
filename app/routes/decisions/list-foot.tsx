import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { addressOf, type DecisionPlace } from "./decision-address.ts";

type Props = {
  readonly place: DecisionPlace;
  readonly shown: number;
  readonly total: number;
  /** Whether there are more than `total`. */
  readonly isMore: boolean;
  /** The last decision shown, where older ones follow it. */
  readonly next: { readonly createdAt: string; readonly id: string } | null;
};

/** How many fit, and the way to older ones and back to the newest. */
export function ListFoot({ place, shown, total, isMore, next }: Props) {
  const { t, i18n } = useLingui();
  if (total === 0) return null;
  const all = isMore ? `${i18n.number(total)}+` : i18n.number(total);
  return (
    <nav className="list-pages" aria-label={t`Pages of the list`}>
      {place.after === null ? null : (
        <Link className="btn" to={addressOf(place.filter)}>
          <Trans>Newest</Trans>
        </Link>
      )}
      <span className="num i3">
        {place.after === null && next === null ? (
          <Plural value={total} one="# decision" other="# decisions" />
        ) : (
          <Trans>
            {shown} of {all} decisions
          </Trans>
        )}
      </span>
      {next === null ? null : (
        <Link className="btn" to={addressOf(place.filter, { after: next })}>
          <Trans>Older</Trans>
        </Link>
      )}
    </nav>
  );
}
