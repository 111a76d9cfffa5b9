import { expect, test } from "vitest";
import { cleanFilename } from "./clean-filename.ts";

test.each([
  ["Warranty.md", "Warranty.md"],
  ["docs/保修条款-2026版.docx", "docs/保修条款-2026版.docx"],
  ["../../etc/passwd", "etc/passwd"],
  ["C:\\Users\\me\\a.md", "C:/Users/me/a.md"],
  ["/./a.md", "a.md"],
  ["a\u0000\r\n.md", "a.md"],
  ["report\u202Efdp.exe", "reportfdp.exe"],
  [`${"x".repeat(300)}.pdf`, `${"x".repeat(196)}.pdf`],
  ["..", null],
  ["", null],
])("%j becomes %j", (sent, kept) => {
  expect(cleanFilename(sent)).toBe(kept);
});
