import { describe, expect, it } from "vitest";
import { makePdf } from "../../../tests/support/make-pdf.ts";
import { failureTexts, SourceFailure } from "../source-failure.ts";
import { extract, type ExtractionProgress } from "./extract.ts";
import { extractInThread } from "./extract-in-thread.ts";

const input = (filename: string, content: Buffer) => ({
  filename,
  mime: null,
  title: null,
  content,
});

const reasonOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return "none";
  } catch (error) {
    if (error instanceof SourceFailure) return error.reason;
    throw error;
  }
};

const sample = makePdf([[{ text: "hello world" }]]);
const noise = Buffer.from(Array.from({ length: 4000 }, (_, n) => (n * 7919 + n * n * 31) % 256));
/** Bytes that no table of characters explains: unfinished pairs of everything. */
const scrambled = Buffer.from(Array.from({ length: 3000 }, (_, n) => 0x80 + ((n * 37) % 127)));

describe("a source that cannot be used says why", () => {
  it.each([
    ["empty", "a.txt", Buffer.alloc(0)],
    ["empty", "a.md", Buffer.from("  \n\n \t ")],
    ["empty", "a.html", Buffer.from("<html><body><script>1</script></body></html>")],
    ["encrypted", "a.pdf", makePdf([[{ text: "secret" }]], { locked: true })],
    ["broken", "a.pdf", sample.subarray(0, 150)],
    ["broken", "a.pdf", Buffer.from("%PDF-1.7\ngarbage")],
    ["broken", "a.pdf", Buffer.from("This is no PDF at all.")],
    ["no_text", "a.pdf", makePdf([[], []])],
    ["broken", "a.md", Buffer.from("PK\u0003\u0004 and so on", "latin1")],
    ["unsupported", "a.txt", Buffer.from("\u0089PNG\r\n\u001a\n", "latin1")],
    ["unsupported", "a.txt", noise],
    ["encoding", "a.txt", scrambled],
    ["too_large", "a.txt", Buffer.alloc(20 * 1024 * 1024 + 1, "a")],
    ["too_long", "a.txt", Buffer.alloc(9_000_000, "word ")],
  ])("%s: %s", async (reason, filename, content) => {
    expect(await reasonOf(extract(input(filename, content)))).toBe(reason);
  });

  it("in both languages", () => {
    for (const { en, zh } of Object.values(failureTexts)) {
      expect(en).toMatch(/\.$/);
      expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    }
  });
});

describe("a name that is wrong does no harm", () => {
  it("reads a PDF that is called text, and text that is called HTML", async () => {
    expect((await extract(input("a.txt", sample))).chunks[0]!.page).toBe(1);
    const text = Buffer.from("Just words, no tags.");
    expect((await extract(input("a.html", text))).chunks[0]!.text).toBe("Just words, no tags.");
  });
});

describe("a thread of its own", () => {
  it("reads a source and tells of the stages", async () => {
    const told: ExtractionProgress[] = [];
    const { chunks } = await extractInThread(input("a.pdf", sample), {
      onProgress: (progress) => told.push(progress),
    });
    expect(chunks.map(({ text }) => text)).toEqual(["hello world"]);
    expect(told).toContainEqual({ stage: "chunking", done: 0, total: 1 });
  });

  it("passes on why a source cannot be read", async () => {
    const locked = makePdf([[{ text: "secret" }]], { locked: true });
    expect(await reasonOf(extractInThread(input("a.pdf", locked)))).toBe("encrypted");
  });

  it("is ended when a source takes too long, while others go on", async () => {
    const long = Buffer.from("One of very many short sentences. ".repeat(230_000));
    let turns = 0;
    const turning = setInterval(() => (turns += 1), 5);
    const reason = await reasonOf(extractInThread(input("a.md", long), { timeoutMs: 100 }));
    clearInterval(turning);
    expect(reason).toBe("timeout");
    expect(turns).toBeGreaterThan(2);
  });

  it("is ended when the job is", async () => {
    const work = extractInThread(input("a.md", Buffer.from("words")), {
      signal: AbortSignal.abort(new Error("stopped")),
    });
    await expect(work).rejects.toThrow("stopped");
  });
});
