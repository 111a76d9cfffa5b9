/** Markup that needs no more escaping. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Value = string | number | Markup | readonly Markup[];

/** Builds markup: text put into it is escaped, markup put into it stays as it is. */
export const html = (strings: TemplateStringsArray, ...values: readonly Value[]): Markup =>
  new Markup(strings.reduce((text, part, index) => text + shown(values[index - 1] ?? "") + part));

/** Takes trusted text of this project, such as a style sheet, as markup. */
export const trusted = (text: string): Markup => new Markup(text);

const shown = (value: Value): string => {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map((markup: Markup) => markup.text).join("");
  return String(value).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
};

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
