/** An element with its properties; what it holds goes in as text, never as markup. Nulls are left out. */
export const element = <Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...held: readonly (Node | string | null)[]
): HTMLElementTagNameMap[Name] => {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...held.filter((one) => one !== null));
  return made;
};

/** A link to another page, which learns nothing of the one it was followed from. */
export const outwardLink = (href: string, text: string, rel = "noopener noreferrer"): HTMLElement =>
  element("a", { className: "open", href, target: "_blank", rel }, text);
