import { expect, test } from "vitest";
import { csvRowAt } from "./csv-row.ts";

const text = 'q,a\n"one\nmore",1\ntwo,2\n"three,3\nfour,4\n';

test("a row is found behind one that has lines of its own", () => {
  expect(csvRowAt(text, 4)).toEqual({
    before: '"one\nmore",1\ntwo,2\n',
    row: '"three,3\nfour,4\n',
  });
  expect(csvRowAt(text, 1)).toEqual({ before: "", row: text });
  expect(csvRowAt(text, 9)).toBeNull();
});

test("of a row without an end only the beginning is shown", () => {
  expect(csvRowAt(`a\n"${"x".repeat(5000)}`, 2)?.row).toHaveLength(600);
});
