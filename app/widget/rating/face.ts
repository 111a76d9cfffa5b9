const svg = "http://www.w3.org/2000/svg";

/** A drawn face for a score from 1 to 5. Its button's name says what it means. */
export const face = (score: number): SVGElement => {
  const drawing = document.createElementNS(svg, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(svg, "path");
  // The corners of the mouth and its middle go opposite ways: down for 1, a line for 3, up for 5.
  const bend = score - 3;
  const corner = 15.5 - bend * 0.7;
  path.setAttribute(
    "d",
    `M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0zM9 9v1M15 9v1M8 ${corner}q4 ${bend * 2.2} 8 0`,
  );
  drawing.append(path);
  return drawing;
};
