import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ChevronLeftIcon, ChevronRightIcon } from "#app/ui/icons.tsx";
import { addressOf, type ListPlace, rowsPerPage } from "./list-place.ts";

/** The way through a list longer than a page. */
export function ListPages({ place, total }: { readonly place: ListPlace; readonly total: number }) {
  const { t, i18n } = useLingui();
  if (total <= rowsPerPage) return null;
  const { page } = place;
  const first = (page - 1) * rowsPerPage + 1;
  const [from, to] = [i18n.number(first), i18n.number(Math.min(total, first + rowsPerPage - 1))];
  const all = i18n.number(total);
  return (
    <nav className="list-pages" aria-label={t`Pages of the list`}>
      {page > 1 ? (
        <Link
          className="ib"
          to={addressOf({ ...place, page: page - 1 })}
          aria-label={t`Earlier sources`}
        >
          <ChevronLeftIcon />
        </Link>
      ) : null}
      <span className="num i3">
        <Trans>
          {from} to {to} of {all}
        </Trans>
      </span>
      {page * rowsPerPage < total ? (
        <Link
          className="ib"
          to={addressOf({ ...place, page: page + 1 })}
          aria-label={t`Further sources`}
        >
          <ChevronRightIcon />
        </Link>
      ) : null}
    </nav>
  );
}
