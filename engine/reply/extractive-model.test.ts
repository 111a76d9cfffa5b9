import { describe, expect, it } from "vitest";
import { composeQuotes } from "./compose-quotes.ts";
import { extractAnswer } from "./extract-answer.ts";
import { makeExtractiveModel, wordsOf } from "./extractive-model.ts";
import type { NumberedPassage } from "./passage.ts";

const passages = (...texts: (string | Partial<NumberedPassage>)[]): NumberedPassage[] =>
  texts.map((given, index) => ({
    n: index + 1,
    chunkId: `c${index}`,
    sourceId: `s${index}`,
    title: "",
    heading: null,
    url: null,
    lang: "en",
    score: 0.9 - index * 0.1,
    text: "",
    ...(typeof given === "string" ? { text: given } : given),
  }));

const answer = (question: string, found: NumberedPassage[], locale: "en" | "zh" = "en") =>
  composeQuotes(extractAnswer(question, found, locale));

const long = `Our shop began in 1990. It sells lamps. We are proud of our garden.
Refunds are paid within five days. They go back to your card. Keep the receipt until then.
The garden opens in May. Dogs are welcome. Parking is free for an hour. The café has cake.`;

describe("the built-in model", () => {
  it("quotes a short passage whole, each sentence with its citation", () => {
    expect(
      answer(
        "How long do refunds take?",
        passages("Refunds take five days. They go to your card."),
      ),
    ).toBe("Refunds take five days [1]. They go to your card [1].");
  });

  it("takes the matching part of a long one, with the sentences that go on about it", () => {
    expect(answer("When are refunds paid?", passages(long))).toBe(
      "Refunds are paid within five days [1]. They go back to your card [1].",
    );
  });

  it("never begins with a sentence that points back at one it leaves out", () => {
    const quoted = answer("Which card do they go back to?", passages(long));
    expect(quoted).toMatch(/^Refunds are paid within five days/);
  });

  it("keeps a list whole, with the line that announces it", () => {
    const text =
      "We are here for you.\n\nFor a refund send us:\n\n- the receipt\n- the lamp in its box\n\nThank you for reading. Lamps shine. Boxes stack. Tea is hot.";
    expect(answer("What do I send for a refund?", passages(text))).toBe(
      "For a refund send us [1]:\n- the receipt [1]\n- the lamp in its box [1]",
    );
  });

  it("keeps the numbers of steps", () => {
    const text = "To reset the lamp:\n\n1. Unplug it.\n2. Wait a minute.\n3. Plug it in.";
    expect(answer("How do I reset the lamp?", passages(text))).toBe(
      "To reset the lamp [1]:\n1. Unplug it [1].\n2. Wait a minute [1].\n3. Plug it in [1].",
    );
  });

  it("quotes neither headings nor questions", () => {
    const text =
      "# Refunds\n\nHow long does a refund take? It takes five days. Do you like refunds?";
    expect(answer("How long does a refund take?", passages(text))).toBe("It takes five days [1].");
  });

  it("adds a second passage only for what the first leaves open, and says nothing twice", () => {
    const found = passages(
      "Refunds take five days for lamps.",
      "Refunds take five days for lamps!",
      "Exchange of a chair is possible within thirty days.",
    );
    expect(answer("How long do refunds take?", found)).toBe(
      "Refunds take five days for lamps [1].",
    );
  });

  it("answers each thing that was asked, and money with what speaks of money", () => {
    const found = passages(
      { title: "Repairs", heading: "How long a repair takes", text: "Most take ten working days." },
      {
        title: "Repairs",
        heading: "What is covered",
        text: "Lamps are covered for two years. Shades have a warranty of one year. Cords are covered for ten years if you register the lamp, which is repaired by us.",
      },
      {
        title: "Repairs",
        text: "Every lamp is repaired free of charge. This goes for all owners.",
      },
    );
    const quoted = answer("How long does a repair take, and what does it cost?", found);
    expect(quoted).toContain("Most take ten working days [1].");
    expect(quoted).toContain("Every lamp is repaired free of charge [3].");
    expect(quoted).not.toContain("[2]");
    expect(answer("What does a shade cost?", found)).toBe("");
  });

  it("answers Chinese with Chinese marks and no spaces between sentences", () => {
    const found = passages({ text: "退款需要五天。款项会退回您的银行卡。", lang: "zh" });
    expect(answer("退款要多久？", found, "zh")).toBe("退款需要五天[1]。款项会退回您的银行卡[1]。");
  });

  it("prefers passages in the visitor's language", () => {
    const found = passages(
      { text: "Xin 5 退款 takes five days.", score: 0.9 },
      { text: "退款需要五天。", lang: "zh", score: 0.85 },
    );
    expect(answer("退款要多久？", found, "zh")).toBe("退款需要五天[2]。");
  });

  it("is silent when nothing touches the question", async () => {
    expect(answer("What is the capital of France?", passages(long))).toBe("");
    const model = makeExtractiveModel({
      question: "xyzzy",
      locale: "en",
      passages: passages(long),
    });
    const prompt = [{ role: "user" as const, content: [{ type: "text" as const, text: "xyzzy" }] }];
    const { content, finishReason } = await model.doGenerate({ prompt });
    expect(content).toEqual([{ type: "text", text: "" }]);
    expect(finishReason.unified).toBe("stop");
  });

  it("streams words that make the text again, and stops when it is aborted", async () => {
    const text = "退款需要五天[1]。Refunds take [2] days.\n\n- a\n- b";
    expect(wordsOf(text).join("")).toBe(text);
    expect(wordsOf(text).length).toBeGreaterThan(8);
    const abort = new AbortController();
    const model = makeExtractiveModel({
      question: "refunds",
      locale: "en",
      passages: passages(long),
    });
    const { stream } = await model.doStream({ prompt: [], abortSignal: abort.signal });
    const reader = stream.getReader();
    await reader.read();
    await reader.read();
    abort.abort();
    const rest = async () => {
      while (!(await reader.read()).done);
    };
    await expect(rest()).rejects.toThrow("abort");
  });
});
