import type { Ack } from "#contract/ack.ts";
import type { ConversationEvent } from "#contract/conversation-event.ts";
import type { CodeEnterAck, CodeSendAck } from "#contract/identity-requests.ts";
import { newId } from "#app/sync/core/new-id.ts";
import { element } from "../element.ts";
import { askedCode } from "./asked-code.ts";
import { codeTexts } from "./code-texts.ts";

/** What the panel hands over. A panel that was loaded before an update hands over the same. */
export type CodeOptions = {
  /** Filled with the form, or emptied. */
  readonly place: HTMLElement;
  readonly locale: "en" | "zh";
  readonly events: readonly ConversationEvent[];
  readonly ask: {
    (
      name: "identity.enter-code",
      more: { checkId: string; code: string },
    ): Promise<Ack<CodeEnterAck>>;
    (name: "identity.send-code", more: { clientId: string }): Promise<Ack<CodeSendAck>>;
  };
};

/** The module behind the panel's `import()`. */
export type CodeModule = { showCode(options: CodeOptions): void };

/** Which code a place shows, and how that stands. */
const shown = new WeakMap<HTMLElement, string>();

/**
 * Shows where the visitor enters the code that proves their address, as far as the log asks for one. It is no
 * message, and is kept nowhere. A file of its own in plain DOM, as most visitors are never asked.
 */
export const showCode = (options: CodeOptions): void => {
  const { place, locale, events } = options;
  const asked = askedCode(events, Date.now());
  const key = asked === null ? "" : `${asked.checkId} ${asked.state}`;
  // What is being typed stays while other events come.
  if (shown.get(place) === key) return;
  shown.set(place, key);
  const t = codeTexts[locale];
  if (asked === null) place.replaceChildren();
  else if (asked.state === "verified") {
    place.replaceChildren(
      element("p", { className: "away", role: "status" }, t.done(asked.address)),
    );
  } else place.replaceChildren(form(options, asked.checkId, asked.address, asked.state));
};

const form = (
  { place, locale, ask }: CodeOptions,
  checkId: string,
  address: string,
  state: "open" | "locked",
): HTMLElement => {
  const t = codeTexts[locale];
  let isBusy = false;
  const field = element("input", {
    id: "xin-code",
    autocomplete: "one-time-code",
    inputMode: "numeric",
    maxLength: 20,
    required: true,
  });
  const enter = element("button", { className: "chip", type: "submit" }, t.enter);
  const again = element("button", { className: "chip", type: "button" }, t.again);
  const hint = element("span", { id: "xin-code-hint", role: "status" });
  field.setAttribute("aria-describedby", hint.id);
  const say = (words: string, tone: "bad" | "plain" = "bad") => {
    hint.className = tone === "bad" ? "too-long" : "";
    hint.role = tone === "bad" ? "alert" : "status";
    hint.textContent = words;
    field.ariaInvalid = String(tone === "bad" && words !== "");
  };
  const end = (words: string) => {
    field.remove();
    enter.remove();
    say(words);
  };
  const once = async (run: () => Promise<void>) => {
    if (isBusy) return;
    isBusy = true;
    for (const button of [enter, again]) button.ariaDisabled = "true";
    await run();
    isBusy = false;
    for (const button of [enter, again]) button.ariaDisabled = "false";
  };
  const tryCode = async () => {
    const code = field.value.normalize("NFKC").replaceAll(/\D/g, "");
    if (code.length !== 6) return say(t.incomplete);
    const ack = await ask("identity.enter-code", { checkId, code });
    if (!ack.ok) return say(t.failed);
    if (ack.outcome === "verified") return place.parentElement?.querySelector("textarea")?.focus();
    field.value = "";
    if (ack.outcome === "wrong") say(t.wrong(ack.triesLeft));
    else end(ack.outcome === "locked" ? t.locked : t.expired);
  };
  const sendAgain = async () => {
    const ack = await ask("identity.send-code", { clientId: newId() });
    if (!ack.ok) say(t.failed);
    else if (ack.againAt !== null) say(t.wait(timeOf(ack.againAt, locale)), "plain");
  };
  field.addEventListener("input", () => say("", "plain"));
  again.addEventListener("click", () => void once(sendAgain));
  const made = element(
    "form",
    { className: "email", noValidate: true },
    element("label", { htmlFor: field.id }, t.ask(address)),
    element("span", { className: "email-row" }, field, enter, again),
    hint,
  );
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(tryCode);
  });
  if (state === "locked") end(t.locked);
  return element("section", { className: "away", ariaLabel: t.title }, made);
};

/** In the visitor's own time. */
const timeOf = (at: string, locale: "en" | "zh") =>
  new Date(at).toLocaleTimeString(locale === "zh" ? "zh-CN" : "en-GB", { timeStyle: "short" });
