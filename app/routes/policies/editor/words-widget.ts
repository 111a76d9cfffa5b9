import { WidgetType } from "@codemirror/view";

/** Words in the editor that are not in its text. A thread's can be clicked to open it. */
export class Words extends WidgetType {
  readonly #words: string;
  readonly #tag: "ins" | "del";
  readonly #className: string;
  readonly #threadId: string | null;

  constructor(words: string, tag: "ins" | "del", className: string, threadId: string | null) {
    super();
    this.#words = words;
    this.#tag = tag;
    this.#className = className;
    this.#threadId = threadId;
  }

  override eq(other: Words): boolean {
    return (
      other.#words === this.#words &&
      other.#className === this.#className &&
      other.#threadId === this.#threadId
    );
  }

  override toDOM(): HTMLElement {
    const element = document.createElement(this.#tag);
    element.className = this.#className;
    element.textContent = this.#words;
    if (this.#threadId !== null) element.dataset["thread"] = this.#threadId;
    return element;
  }

  override ignoreEvent(): boolean {
    return false;
  }
}
