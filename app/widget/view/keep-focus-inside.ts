const focusable = 'a[href], button:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

/** Tab goes round inside `box`: for a dialog that covers the whole screen, and only there. */
export const keepFocusInside = (box: HTMLElement, event: KeyboardEvent): void => {
  const stops = Array.from(box.querySelectorAll<HTMLElement>(focusable)).filter(
    (stop) => stop.closest("[inert]") === null,
  );
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const root = box.getRootNode();
  const current = root instanceof ShadowRoot ? root.activeElement : document.activeElement;
  if (edge === undefined || (current !== edge && current !== box)) return;
  event.preventDefault();
  (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
};
