const dressed = new WeakMap<Node, Set<string>>();

/** Puts the rules of what is loaded later into the shadow root that its place stands in, once. */
export const dress = (place: HTMLElement, css: string): void => {
  const root = place.getRootNode();
  if (!(root instanceof ShadowRoot)) return;
  const worn = dressed.get(root) ?? new Set();
  if (worn.has(css)) return;
  dressed.set(root, worn.add(css));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
};
