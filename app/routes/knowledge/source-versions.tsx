import { Plural, Trans } from "@lingui/react/macro";
import { Link } from "react-router";
import { ClockTime } from "#app/ui/clock-time.tsx";
import { FileSize } from "./file-size.tsx";
import type { FoundSource } from "./source-notes.tsx";

/** What the source is, and its editions: those that no longer answer stay readable. */
export function SourceVersions({ found }: { readonly found: FoundSource }) {
  const { source, versions, version } = found;
  return (
    <aside className="source-facts">
      <dl>
        {source.filename === null ? null : (
          <div>
            <dt>
              <Trans>File</Trans>
            </dt>
            <dd>{source.filename}</dd>
          </div>
        )}
        {source.url === null ? null : (
          <div>
            <dt>
              <Trans>Address</Trans>
            </dt>
            <dd>
              <a href={source.url} target="_blank" rel="noopener noreferrer">
                {source.url}
              </a>
            </dd>
          </div>
        )}
        <div>
          <dt>
            <Trans>Size</Trans>
          </dt>
          <dd>
            <FileSize bytes={source.bytes} />
          </dd>
        </div>
        {source.createdBy === null ? null : (
          <div>
            <dt>
              <Trans>Added by</Trans>
            </dt>
            <dd>{source.createdBy}</dd>
          </div>
        )}
      </dl>
      {versions.length === 0 ? null : (
        <>
          <h2>
            <Trans>Editions</Trans>
          </h2>
          <ol>
            {versions.map((one) => (
              <li key={one.version} className={one.version === version ? "version on" : "version"}>
                <Link to={one.isLive ? `/knowledge/${source.id}` : `?version=${one.version}`}>
                  v{one.version}
                </Link>
                <span className="xs i3">
                  <Plural value={one.chunkCount} one="# passage" other="# passages" />
                  {", "}
                  <ClockTime at={one.createdAt} />
                </span>
                {one.isLive ? (
                  <span className="xs c-ok-t">
                    <Trans>Answers visitors</Trans>
                  </span>
                ) : null}
              </li>
            ))}
          </ol>
        </>
      )}
    </aside>
  );
}
