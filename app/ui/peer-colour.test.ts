import { expect, test } from "vitest";
import { peerColours } from "./peer-colour.ts";

const members = (...ends: string[]) =>
  ends.map((end) => ({ memberId: `01a2216c-51ba-7780-b650-44517088${end}` }));

test("people in one text have colours of their own, whoever is named first, and the AI has its own", () => {
  const alike = [
    ...members("0001", "0007", "000d", "0002"),
    { memberId: "draft", ai: true as const },
  ];
  const colours = peerColours(alike);
  expect(new Set(colours.values()).size).toBe(5);
  expect(colours.get("draft")).toBe("ai");
  expect(peerColours([...alike, ...alike].toReversed())).toEqual(colours);
});

test("more people than colours are all given one", () => {
  const many = members("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008");
  const colours = [...peerColours(many).values()];
  expect(colours).toHaveLength(8);
  expect(new Set(colours)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
});
