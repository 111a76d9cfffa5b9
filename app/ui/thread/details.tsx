import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { ConversationRow } from "#contract/conversation-row.ts";
import type { Decision } from "#contract/decision.ts";
import type { ThreadState } from "#app/sync/core/thread-state.ts";
import { Avatar } from "../avatar.tsx";
import { ClockTime } from "../clock-time.tsx";
import { AiIcon, CloseIcon, RefreshIcon } from "../icons.tsx";
import { contactName } from "../inbox/contact-name.ts";
import { ModeName } from "../mode-name.tsx";
import { KeyCap } from "../key-cap.tsx";
import { ContactProof } from "./contact-proof.tsx";
import { Confidence } from "./confidence.tsx";
import { DecisionVerdict } from "./decision-verdict.tsx";
import { Tags } from "./tags.tsx";
import type { ConversationActs } from "./use-conversation-acts.ts";
import { useDecision } from "./use-decision.ts";
import { type ServedRating, VisitorRatings } from "./visitor-ratings.tsx";

type Props = {
  readonly row: ConversationRow;
  readonly thread: ThreadState;
  readonly latest: Decision | null;
  readonly openWhy: (decisionId: string | null) => void;
  /** Whether this member may see what the conversation would be under another version. */
  readonly mayReplay: boolean;
  readonly acts: ConversationActs;
  readonly ratings: readonly ServedRating[];
  readonly open: boolean;
  readonly onClose: () => void;
};

/** Who the visitor is, what the AI decided last, and the facts of the conversation. */
export function Details(props: Props) {
  const { row, thread, latest, openWhy, acts, mayReplay, open, onClose } = props;
  const { t } = useLingui();
  const name = contactName(row.contact, t`Visitor`);
  const withDecision = thread.events.findLast(
    ({ body }) => "decisionId" in body && body.decisionId !== null && body.type !== "draft.begun",
  );
  const decisionId =
    withDecision !== undefined && "decisionId" in withDecision.body
      ? withDecision.body.decisionId
      : null;
  const decision = useDecision(decisionId, latest).known?.decision ?? null;
  const firstReply = thread.events.find(
    ({ actor, body }) => body.type === "message.posted" && !body.note && actor.kind !== "visitor",
  );
  return (
    <aside className={open ? "side is-open" : "side"} aria-label={t`Details`}>
      <div className="sec">
        <div className="row side-who">
          <Avatar name={name} size={40} />
          <div className="grow tr">
            <div className="b tr side-name">{name}</div>
            <div className="xs i3 tr">{row.contact.email ?? t`No e-mail address yet`}</div>
          </div>
          <button
            type="button"
            className="ib side-close"
            aria-label={t`Hide details (I)`}
            onClick={onClose}
          >
            <CloseIcon />
          </button>
        </div>
        <ContactProof key={row.id} row={row} />
        <dl className="kv">
          <Fact name={t`Language`}>{row.contact.locale === "zh" ? "中文" : "English"}</Fact>
          <Fact name={t`First seen`}>
            <ClockTime at={row.contact.createdAt} />
          </Fact>
          <Fact name={t`Channel`}>{row.channelName}</Fact>
        </dl>
      </div>
      <Tags row={row} acts={acts} />
      <VisitorRatings served={props.ratings} thread={thread} />
      {decision === null ? null : (
        <div className="sec">
          <h3>
            <AiIcon size={14} />
            <span className="c-ai-t">
              <Trans>Latest decision</Trans>
            </span>
            <button type="button" className="link end m" onClick={() => openWhy(decision.id)}>
              <Trans>Open</Trans> <KeyCap keys="]" />
            </button>
          </h3>
          <p className="m side-verdict">
            <DecisionVerdict outcome={decision.outcome} />
          </p>
          <Confidence confidence={decision.confidence} threshold={decision.threshold} />
          <ul className="side-sources xs">
            {decision.citations.slice(0, 3).map(({ n, chunkId, title }) => (
              <li key={chunkId} className="row">
                <span className="ct">{n}</span>
                <span className="tr grow">{title}</span>
                <span className="num i3">{scoreOf(decision, chunkId)}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="sec side-last">
        <h3>
          <Trans>Conversation</Trans>
        </h3>
        <dl className="kv">
          <Fact name={t`Assignee`}>{row.assignee?.name ?? t`Nobody`}</Fact>
          <Fact name={t`Holder`}>
            {row.holder === "ai" ? (
              <Trans>AI</Trans>
            ) : row.holder === "people" ? (
              <Trans>People</Trans>
            ) : (
              <Trans>Waiting</Trans>
            )}
          </Fact>
          <Fact name={t`AI mode`}>
            <ModeName mode={row.mode} />
          </Fact>
          <Fact name={t`Opened`}>
            <ClockTime at={row.createdAt} />
          </Fact>
          {firstReply === undefined ? null : (
            <Fact name={t`First reply`}>
              <ClockTime at={firstReply.at} />
              <span className="i3">
                {firstReply.actor.kind === "ai" ? (
                  <Trans>by Xin</Trans>
                ) : (
                  <Trans>by a person</Trans>
                )}
              </span>
            </Fact>
          )}
          <Fact name={t`Events`}>
            <span className="num">{row.lastSeq}</span>
          </Fact>
        </dl>
        {mayReplay ? (
          <Link className="btn sm side-replay" to={`/replay/${row.id}`}>
            <RefreshIcon size={14} />
            <Trans>Replay</Trans>
          </Link>
        ) : null}
      </div>
    </aside>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

const scoreOf = (decision: Decision, chunkId: string): string =>
  decision.passages.find((passage) => passage.chunkId === chunkId)?.score.toFixed(2) ?? "";
