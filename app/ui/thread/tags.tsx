import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useId, useRef } from "react";
import type { ConversationRow } from "#contract/conversation-row.ts";
import { limits } from "#contract/names.ts";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { CloseIcon } from "../icons.tsx";
import type { ConversationActs } from "./use-conversation-acts.ts";

type Props = { readonly row: ConversationRow; readonly acts: ConversationActs };

/** The tags of a conversation, with a way to take each off and to put another on. */
export function Tags({ row, acts }: Props) {
  const { t } = useLingui();
  const rows = useInbox((state) => state.rows);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  const tags = row.tags ?? [];
  const known = [...new Set([...rows.values()].flatMap((other) => other.tags ?? []))]
    .filter((tag) => !tags.includes(tag))
    .toSorted();
  const add = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const input = field.current;
    const tag = input?.value.trim() ?? "";
    if (input === null || tag === "") return;
    acts.changeTags({ add: [tag], remove: [] });
    input.value = "";
  };
  const takeOff = (tag: string): void => {
    acts.changeTags({ add: [], remove: [tag] });
    // The button goes away with the tag: whoever pressed it by key stays in this place.
    field.current?.focus();
  };
  return (
    <div className="sec">
      <h3>
        <Trans>Tags</Trans>
      </h3>
      {tags.length === 0 ? null : (
        <ul className="conversation-tags" aria-label={t`Tags`}>
          {tags.map((tag) => (
            <li key={tag} className="tag">
              <bdi className="tr">{tag}</bdi>
              <button
                type="button"
                className="tag-x"
                aria-label={t`Remove the tag ${tag}`}
                onClick={() => takeOff(tag)}
              >
                <CloseIcon size={12} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <form className="conversation-tag-add" onSubmit={add}>
        <input
          ref={field}
          className="field"
          aria-label={t`Add a tag`}
          placeholder={t`Add a tag`}
          maxLength={limits.tagLength}
          list={listId}
          autoComplete="off"
          disabled={tags.length >= limits.tags}
        />
        <datalist id={listId}>
          {known.map((tag) => (
            <option key={tag}>{tag}</option>
          ))}
        </datalist>
        <button type="submit" className="btn sm" disabled={tags.length >= limits.tags}>
          <Trans>Add</Trans>
        </button>
      </form>
    </div>
  );
}
