import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState, type RefObject } from "react";
import type { ChannelLook } from "#contract/session-start.ts";
import { CloseIcon, RefreshIcon, WarningIcon } from "#app/ui/icons.tsx";
import { PreviewedAnswers } from "./previewed-answers.tsx";
import { type PreviewTrouble, usePreview } from "./use-preview.ts";

type Props = {
  readonly policyId: string;
  /** The policy as it stands in the editor. */
  readonly text: string;
  readonly look: ChannelLook;
  /** The button that opened the pane: it gets the focus back. */
  readonly opener: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
};

/** The real widget beside the text, answered under the page as it is typed. Nothing is saved or sent. */
export function PreviewPane({ policyId, text, look, opener, onClose }: Props) {
  const { t, i18n } = useLingui();
  const [locale, setLocale] = useState<"en" | "zh">(i18n.locale === "zh" ? "zh" : "en");
  const [turn, setTurn] = useState(0);
  // Every check of the page loads it anew: the conversation goes on.
  const [firstLook] = useState(look);
  return (
    <section className="preview" aria-label={t`Preview`}>
      <header className="preview-head">
        <h2 className="tr">
          <Trans>Preview</Trans>
        </h2>
        <span className="seg" role="group" aria-label={t`Language of the visitor`}>
          {(["en", "zh"] as const).map((one) => (
            <button
              key={one}
              type="button"
              className={one === locale ? "on" : undefined}
              aria-pressed={one === locale}
              lang={one}
              onClick={() => setLocale(one)}
            >
              {one === "en" ? "English" : "中文"}
            </button>
          ))}
        </span>
        <span className="end row">
          <button
            type="button"
            className="ib"
            aria-label={t`Begin a new conversation`}
            onClick={() => setTurn(turn + 1)}
          >
            <RefreshIcon />
          </button>
          <button type="button" className="ib" aria-label={t`Close the preview`} onClick={onClose}>
            <CloseIcon />
          </button>
        </span>
      </header>
      <p className="preview-note xs i3">
        <Trans>
          Answers as this page says now, unsaved. Nobody is told, and tools only pretend.
        </Trans>
      </p>
      <Conversation
        key={turn}
        {...{ policyId, text, look: firstLook, locale, launcher: opener, onClose }}
      />
    </section>
  );
}

function Conversation(props: Parameters<typeof usePreview>[0]) {
  const { host, isLoading, answers, trouble } = usePreview(props);
  return (
    <>
      <div className="preview-place" ref={host} aria-busy={isLoading} />
      {trouble === null ? null : (
        <p className="inl bad" role="alert">
          <WarningIcon />
          <span>
            <Trouble trouble={trouble} />
          </span>
        </p>
      )}
      <PreviewedAnswers answers={answers} />
    </>
  );
}

function Trouble({ trouble }: { readonly trouble: PreviewTrouble }) {
  switch (trouble.kind) {
    case "unloaded":
      return <Trans>The widget could not be loaded. Close the preview and open it again.</Trans>;
    case "unreadable":
      return (
        <Plural
          value={trouble.problems}
          one="The page has # problem. Mend it, then ask again."
          other="The page has # problems. Mend them, then ask again."
        />
      );
    case "failed":
      return <Trans>No answer came. Ask again.</Trans>;
  }
}
