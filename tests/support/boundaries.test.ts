import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { importLadder } from "./import-ladder.ts";

/*
 * Lints probe files in a copy of the project's layout with the real .oxlintrc.json, since a rule
 * that silently stopped matching would look exactly like clean code.
 */

/** Whole probe files, with the rule that must report them, if any. */
const probes: { file: string; text: string; rule?: string }[] = [
  { file: "app/ui/types.ts", text: 'export type { A } from "#contract/ids.ts";' },
  { file: "app/widget/types.ts", text: 'export type { A } from "#contract/ids.ts";' },
  { file: "realtime/inbox/types.ts", text: 'export type { Db } from "#db/client.ts";' },
  {
    file: "realtime/inbox/again.ts",
    text: 'export { a } from "#db/writes/x.ts";',
    rule: "no-restricted-imports",
  },
  {
    file: "app/routes/late.ts",
    text: 'export const late = () => import("#db/writes/x.ts");',
    rule: "no-restricted-imports",
  },
  { file: "engine/reply/log.ts", text: 'console.log("x");', rule: "no-console" },
  { file: "engine/cli/main.ts", text: 'console.log("x");' },
  { file: "load/bench/main.ts", text: 'console.log("x");' },
  {
    file: "engine/actions/env.ts",
    text: 'export const a = process.env["A"];',
    rule: "no-process-env",
  },
  { file: "engine/runtime/config.ts", text: 'export const a = process.env["A"];' },
  { file: "tests/support/env.ts", text: 'export const a = process.env["A"];' },
  { file: "vite.config.ts", text: 'export const a = process.env["A"];' },
  { file: "engine/reply/long.ts", text: "void 0;\n".repeat(400) },
  { file: "engine/reply/too-long.ts", text: "void 0;\n".repeat(401), rule: "max-lines" },
  { file: "engine/reply/CamelCase.ts", text: "export const a = 1;", rule: "filename-case" },
  { file: "engine/reply/index.ts", text: 'export * from "./x.ts";', rule: "no-barrel-file" },
  {
    file: "engine/reply/any.ts",
    text: "export const a = (b: any) => b;",
    rule: "no-explicit-any",
  },
  {
    file: "engine/reply/ignore.ts",
    text: "// @ts-ignore\nexport const a: string = 1;",
    rule: "ban-ts-comment",
  },
  { file: "engine/reply/later.ts", text: "// TODO: write this", rule: "no-warning-comments" },
  {
    file: "engine/reply/floating.ts",
    text: "export const a = () => { Promise.resolve(1); };",
    rule: "no-floating-promises",
  },
  {
    file: "engine/reply/quiet.ts",
    text: "// oxlint-disable-next-line no-console\nexport const a = 1;",
    rule: "Unused oxlint-disable",
  },
];

let project: string;
/** One entry per complaint: `file:line rule`. */
let complaints: string[];

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), "xin-boundaries-"));
  for (const file of [".oxlintrc.json", "tsconfig.json", "package.json", ".gitignore"])
    copyFileSync(join(process.cwd(), file), join(project, file));
  symlinkSync(join(process.cwd(), "node_modules"), join(project, "node_modules"));
  for (const { file, may, mustNot } of importLadder) write(file, importing([...may, ...mustNot]));
  for (const { file, text } of probes) write(file, text);
  complaints = lint();
});
afterAll(() => rmSync(project, { recursive: true }));

for (const { file, may, mustNot } of importLadder) {
  test(`${file} may import ${may.length} things and not ${mustNot.length} others`, () => {
    const targets = [...may, ...mustNot];
    const refused = targets.filter((_target, index) =>
      complaints.includes(`${file}:${index + 1} no-restricted-imports`),
    );
    expect(refused).toEqual(mustNot);
  });
}

for (const { file, rule } of probes) {
  test(`${file} ${rule === undefined ? "is clean" : `is reported by ${rule}`}`, () => {
    const own = complaints.filter((complaint) => complaint.startsWith(`${file}:`));
    const reports = own.filter((complaint) => rule === undefined || complaint.includes(rule));
    expect(reports).toHaveLength(rule === undefined ? 0 : 1);
  });
}

const write = (file: string, text: string) => {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), text);
};

/** A module whose line N imports target N, and which uses all of them. */
const importing = (targets: string[]) =>
  [
    ...targets.map((target, index) => `import * as m${index} from "${target}";`),
    `export const all = [${targets.map((_target, index) => `m${index}`).join(", ")}];`,
  ].join("\n");

type Diagnostic = { code?: string; message: string; filename: string; labels: Label[] };
type Label = { span: { line: number } };

const lint = () => {
  const cli = join(process.cwd(), "node_modules", ".bin", "oxlint");
  const { stdout } = spawnSync(cli, ["--format=json"], { cwd: project, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: Diagnostic[] };
  return diagnostics.map(({ code, message, filename, labels }) => {
    const rule = /\((.*)\)/.exec(code ?? "")?.[1] ?? message;
    return `${filename}:${labels[0]?.span.line} ${rule}`;
  });
};
