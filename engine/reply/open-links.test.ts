import { expect, test } from "vitest";
import { openLinks } from "./open-links.ts";

test("links of a passage are whole addresses that a browser may open", () => {
  const links = [
    { text: "Form", url: "../form" },
    { text: "Shop", url: "https://shop.example/" },
    { text: "Mail", url: "mailto:help@shop.example" },
    { text: "Run", url: "javascript:alert(1)" },
    { text: "Broken", url: "http://" },
    { text: "Long", url: `https://shop.example/${"a".repeat(1000)}` },
  ];
  const whole = [
    { text: "Shop", url: "https://shop.example/" },
    { text: "Mail", url: "mailto:help@shop.example" },
  ];
  expect(openLinks({ links, url: "https://shop.example/help/returns" })).toEqual([
    { text: "Form", url: "https://shop.example/form" },
    ...whole,
  ]);
  expect(openLinks({ links, url: null })).toEqual(whole);
});
