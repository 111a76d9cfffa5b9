import { Trans, useLingui } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { FileIcon, ListIcon, SiteIcon } from "#app/ui/icons.tsx";
import { ErrorText } from "#app/ui/error-text.tsx";
import { FileSize } from "./file-size.tsx";
import type { ListedSource } from "./read-list.ts";
import { SourceActions } from "./source-actions.tsx";
import { SourceState } from "./source-state.tsx";
import { useSourceAct } from "./use-source-act.ts";
import { isWorking } from "./use-live-list.ts";
import type { TableTools } from "./table-tools.ts";

type Props = {
  readonly source: ListedSource;
  readonly isChosen: boolean;
  /** Answers of seven days that cite it; null until they are counted. */
  readonly used: number | null;
  readonly tools: TableTools;
};

/** One source: what it is, where it stands, what it is good for, and what may be done with it. */
export function SourceRow({ source, isChosen, used, tools }: Props) {
  const { t, i18n } = useLingui();
  const act = useSourceAct(`source-${source.id}`);
  const { id, title, lang, state, chunkCount } = source;
  const isNew = isWorking(state) && chunkCount === 0;
  return (
    <tr
      className={state === "failed" ? "is-failed" : undefined}
      aria-selected={isChosen}
      data-source={id}
    >
      {tools.mayWrite ? (
        <td className="pick">
          <input
            type="checkbox"
            aria-label={t`Choose ${title}`}
            checked={isChosen}
            onChange={() => tools.choose(id)}
          />
        </td>
      ) : null}
      <td>
        <div className="source-name">
          <KindIcon source={source} />
          <div>
            <Link to={`/knowledge/${id}`} lang={lang ?? undefined}>
              {title}
            </Link>
            <div className="xs i3">
              <Details source={source} />
            </div>
          </div>
        </div>
      </td>
      <td>
        <SourceState source={source} />
        {act.problem === null ? null : (
          <div className="xs c-bad-t" role="alert">
            <ErrorText error={act.problem} />
          </div>
        )}
      </td>
      <td className="n wide">{isNew ? "–" : i18n.number(chunkCount)}</td>
      <td className="n wide i3">{used === null || used === 0 ? "–" : i18n.number(used)}</td>
      <td className="wide i2">{lang === null ? "–" : lang.toUpperCase()}</td>
      <td className="wide i3">
        {isWorking(state) ? <Trans>now</Trans> : <ClockTime at={source.updatedAt} />}
      </td>
      <td className="acts">
        <SourceActions source={source} act={act} tools={tools} />
      </td>
    </tr>
  );
}

function KindIcon({ source: { kind, filename } }: { readonly source: ListedSource }) {
  if (kind === "url") return <SiteIcon />;
  return filename?.toLowerCase().endsWith(".csv") === true ? <ListIcon /> : <FileIcon />;
}

/** Kind, file name where the title is another, pages and size. */
function Details({ source }: { readonly source: ListedSource }) {
  const { kind, filename, title, pages, bytes, url } = source;
  const ending = /\.([a-z0-9]{2,5})$/i.exec(filename ?? "")?.[1]?.toUpperCase();
  return (
    <>
      {kind === "url" ? (
        <>{url}</>
      ) : kind === "text" ? (
        <Trans>Text</Trans>
      ) : filename !== null && filename !== title ? (
        filename
      ) : (
        (ending ?? <Trans>File</Trans>)
      )}
      {pages === null || pages < 2 ? null : (
        <>
          {", "}
          <Trans>{pages} pages</Trans>
        </>
      )}
      {", "}
      <FileSize bytes={bytes} />
    </>
  );
}
