/**
 * What a page may ask of the widget, as `xin("open")`:
 * - `open`, `close`: the panel.
 * - `write`, text: opens with the text in the composer, ready to be sent.
 * - `ask`, text: opens and sends the text.
 * - `forget`: wipes the visitor's session, outbox and cache from this browser, as at a log-out.
 *
 * Only a page that declares the queue gets the function; no other global is made:
 * `window.xin = window.xin || function () { (xin.q = xin.q || []).push(arguments) }`
 */
export type PageCommand = "open" | "close" | "write" | "ask" | "forget";

type Queue = ((...command: string[]) => void) & { q?: Iterable<ArrayLike<string>> };

/** Answers the page's commands from now on, the ones it queued before first. */
export const answerPage = (run: (command: PageCommand, text: string) => void): void => {
  const page = window as { xin?: Queue };
  const stub = page.xin;
  if (typeof stub !== "function") return;
  const answer = (name: string, text = "") => {
    if (isCommand(name)) run(name, text);
  };
  page.xin = answer;
  for (const { 0: name = "", 1: text } of stub.q ?? []) answer(name, text);
};

const commands: readonly string[] = ["open", "close", "write", "ask", "forget"];

const isCommand = (name: string): name is PageCommand => commands.includes(name);
