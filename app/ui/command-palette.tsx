import { Trans, useLingui } from "@lingui/react/macro";
import { Dialog } from "radix-ui";
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { byRecency } from "./inbox-views.ts";
import { SearchIcon } from "./icons.tsx";
import { KeyCap } from "./key-cap.tsx";
import { useOverlay, useShortcuts } from "./shortcuts.tsx";
import { conversationCommands, type Command } from "./conversation-commands.ts";

/** Most conversations shown for a search. */
const shownConversations = 6;

type PaletteProps = { readonly mayReadDelivery: boolean };

/** Runs any action by name and goes anywhere. Opens with Ctrl or ⌘ and K. */
export function CommandPalette({ mayReadDelivery }: PaletteProps) {
  const { t } = useLingui();
  const { open, setOpen, onCloseAutoFocus } = useOverlay();
  useShortcuts([{ keys: "mod+k", whileWriting: true, run: () => setOpen("palette") }]);
  return (
    <Dialog.Root
      open={open === "palette"}
      onOpenChange={(next) => setOpen(next ? "palette" : null)}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="modal palette"
          aria-describedby={undefined}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <Dialog.Title className="vh">{t`Palette`}</Dialog.Title>
          <PaletteBody mayReadDelivery={mayReadDelivery} close={() => setOpen(null)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody({ close, mayReadDelivery }: PaletteProps & { readonly close: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const rows = useInbox((state) => state.rows);
  const [query, setQuery] = useState("");
  const [chosen, setChosen] = useState(0);
  const places = useMemo<readonly Command[]>(
    () => [
      {
        group: "place",
        name: t`Go to the inbox`,
        search: "inbox shouye 收件箱",
        run: () => void navigate("/"),
      },
      {
        group: "place",
        name: t`Go to knowledge`,
        search: "knowledge zhishi 知识",
        run: () => void navigate("/knowledge"),
      },
      {
        group: "place",
        name: t`Go to decisions`,
        search: "decisions juece 决策",
        run: () => void navigate("/decisions"),
      },
      {
        group: "place",
        name: t`Go to policies`,
        search: "policies celue 策略",
        run: () => void navigate("/policies"),
      },
      ...(mayReadDelivery
        ? [
            {
              group: "place" as const,
              name: t`Go to delivery`,
              search: "delivery songda 送达 nodes jiedian 节点",
              run: () => void navigate("/delivery"),
            },
          ]
        : []),
      {
        group: "place",
        name: t`Go to the help`,
        search: "help bangzhu 帮助",
        run: () => void navigate("/help"),
      },
      {
        group: "place",
        name: t`Go to settings`,
        search: "settings shezhi 设置",
        run: () => void navigate("/settings"),
      },
    ],
    [navigate, t, mayReadDelivery],
  );
  const words = query.trim().toLowerCase();
  const commands = [...conversationCommands(), ...places].filter(({ name, search }) =>
    `${name} ${search}`.toLowerCase().includes(words),
  );
  const found =
    words === ""
      ? []
      : [...rows.values()]
          .filter(({ subject, preview, contact }) =>
            `${contact.name ?? ""} ${subject ?? ""} ${preview ?? ""}`.toLowerCase().includes(words),
          )
          .toSorted(byRecency)
          .slice(0, shownConversations)
          .map<Command>((row) => ({
            group: "conversation",
            name: row.contact.name ?? t`Visitor`,
            detail: row.subject ?? "",
            search: "",
            run: () => void navigate(`/c/${row.id}`),
          }));
  const all = [...commands, ...found];
  const at = Math.min(chosen, Math.max(0, all.length - 1));
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [at]);
  const run = (command: Command | undefined): void => {
    if (command === undefined) return;
    close();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setChosen((at + step + all.length) % Math.max(1, all.length));
    else if (event.key === "Enter") run(all[at]);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div className="palette-in">
        <SearchIcon />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={`${listId}-${at}`}
          aria-label={t`Do anything`}
          placeholder={t`Type a command or search conversations`}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="palette-list" id={listId} role="listbox" aria-label={t`Results`} ref={list}>
        {all.map((command, index) => (
          <div
            key={`${command.group}-${command.name}-${command.detail ?? ""}`}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === at}
            className={index === at ? "palette-row on" : "palette-row"}
            onPointerMove={() => setChosen(index)}
            onClick={() => run(command)}
          >
            <span className="m">{command.name}</span>
            <span className="i3 tr grow">{command.detail}</span>
            {command.keys === undefined ? null : <KeyCap keys={command.keys} />}
          </div>
        ))}
        {all.length === 0 ? (
          <p className="palette-none i3">
            <Trans>Nothing fits. Try a name, a subject or a place.</Trans>
          </p>
        ) : null}
      </div>
    </>
  );
}
