import { expect, test } from "vitest";
import { html, trusted } from "./html.ts";

test("text is escaped, markup is not", () => {
  const rows = ["<i>", "&"].map((text) => html`<b title="${text}'">${text}</b>`);
  expect(html`${rows}${trusted("<hr>")}${3}`.toString()).toBe(
    `<b title="&lt;i&gt;'">&lt;i&gt;</b><b title="&amp;'">&amp;</b><hr>3`,
  );
});
