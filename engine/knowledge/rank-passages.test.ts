import { expect, it } from "vitest";
import { type GivenPassage, rankInMemory } from "./rank-in-memory.ts";
import { defaultTuning, type Tuning } from "./tuning.ts";

/** Ranks passages against a question, all of them candidates. */
const rank = (given: readonly GivenPassage[], question: string, tuning: Partial<Tuning> = {}) => {
  const found = rankInMemory(given, question, { ...defaultTuning, ...tuning });
  return { ...found, first: found.ranked[0]!.passage.chunk.sourceId };
};

const shop: readonly GivenPassage[] = [
  {
    source: "parcels",
    title: "Parcels",
    text: "A parcel takes four days. You may follow it on our page with its number.",
  },
  {
    source: "lamps",
    title: "Lamps",
    text: "Clean the shade with a dry cloth. Parcels with lamps are marked as fragile by us.",
  },
  {
    source: "refunds",
    title: "Money back",
    text: "A refund goes to the card you paid with, within five working days of the return.",
  },
];

it("finds by a synonym of the tenant's own, and says by which", () => {
  const synonyms = [["parcel", "shipment", "consignment note"]];
  expect(rank(shop, "where is my shipment").asked.unknownWords).toEqual(["shipment"]);
  const { ranked } = rank(shop, "where is my Shipments", { synonyms });
  expect(ranked[0]!.passage.chunk.sourceId).toBe("parcels");
  expect(ranked[0]!.replaced).toEqual([{ asked: "shipment", meant: "parcel" }]);
  const chinese = rank(
    [
      { source: "快递", text: "快递一般三天送达。", lang: "zh" },
      { source: "发票", text: "发票可以在订单页面下载。", lang: "zh" },
    ],
    "我的包裹到哪了",
    { synonyms: [["包裹", "快递"]] },
  );
  expect(chinese.first).toBe("快递");
});

it("puts a pinned source first for its question and its like, and for no other", () => {
  const pins = [{ question: "How do I clean the shade?", sourceId: "refunds" }];
  expect(rank(shop, "how do i clean a shade", { pins }).first).toBe("refunds");
  expect(rank(shop, "how do i clean a shade", { pins }).ranked[0]!.pinned).toBeGreaterThan(0.7);
  expect(rank(shop, "which parcel has the shade", { pins }).first).toBe("lamps");
});

it("counts titles as the tuning says, and tells what comes from them", () => {
  const given: readonly GivenPassage[] = [
    {
      source: "a",
      title: "Lamps",
      text: "We have them in red and in blue, for tables and for walls.",
    },
    {
      source: "b",
      title: "Walls",
      text: "A lamp hangs best at the height of your eyes, with lamps on both sides.",
    },
    { source: "c", title: "Tables", text: "Each is made of oak and may stand outside in summer." },
  ];
  expect(rank(given, "lamp", { titles: 3 }).first).toBe("a");
  expect(rank(given, "lamp", { titles: 0.5 }).first).toBe("b");
  const [best] = rank(given, "lamp", { titles: 3 }).ranked;
  expect(best!.score.title).toBeCloseTo(best!.score.lexical, 10);
});

it("lets the examples of one matter vote, and knows words that mean the same", () => {
  const examples = (source: string, ...texts: string[]) => texts.map((text) => ({ source, text }));
  const given = [
    ...examples(
      "price",
      "what does it cost",
      "how much is the fee",
      "is it expensive",
      "will i be charged",
    ),
    ...examples(
      "time",
      "how long does it take",
      "when will it arrive",
      "how many days until then",
      "is it quick",
    ),
    ...examples(
      "person",
      "let me talk to somebody",
      "i want a human",
      "is there an agent",
      "connect me to staff",
    ),
  ];
  expect(rank(given, "what is the price").first).toBe("price");
  expect(rank(given, "may i speak with a person").first).toBe("person");
  expect(rank(given, "how many weeks does it take").first).toBe("time");
});

it("finds English passages for a Chinese question, and prefers Chinese ones that fit", () => {
  expect(rank(shop, "退款要多少天").first).toBe("refunds");
  expect(rank(shop, "包裹在哪里").first).toBe("parcels");
  const both = [
    ...shop,
    { source: "退款", text: "退款会在五个工作日内退回您付款的银行卡。", lang: "zh" } as const,
  ];
  expect(rank(both, "退款会退回银行卡吗").first).toBe("退款");
});
