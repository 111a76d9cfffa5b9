import type { DemoConversation } from "./demo-workspace.ts";

/** What is going on in the shop now: with the AI, waiting for somebody, or in a colleague's hands. */
export const tarnmoorConversations: readonly DemoConversation[] = [
  {
    visitor: { name: "Hannah Kerr", email: "hannah.kerr@example.com", locale: "en" },
    page: "/tents/skerry-2",
    startedMinutesAgo: 9,
    steps: [
      { visitor: "Hi, how heavy is the Skerry 2 when it is packed?", afterS: 0 },
      { ai: true, afterS: 4 },
      { visitor: "Thanks. And what wind can it stand?", afterS: 71 },
      { ai: true, afterS: 4 },
    ],
  },
  {
    visitor: { name: "陈思远", email: null, locale: "zh" },
    page: "/tents/skerry-2",
    startedMinutesAgo: 16,
    steps: [
      { visitor: "你好，帐篷可以终身免费维修吗？", afterS: 0 },
      { ai: true, afterS: 4 },
      { visitor: "维修需要多久？", afterS: 58 },
      { ai: true, afterS: 4 },
    ],
  },
  {
    visitor: { name: "Owen Blackwood", email: "owen.b@example.com", locale: "en" },
    page: "/account/orders",
    startedMinutesAgo: 5,
    steps: [
      { visitor: "Can I talk to a human please?", afterS: 0 },
      { ai: true, afterS: 3 },
      {
        visitor: "It is about order 20467, there is one peg bag too few in the parcel.",
        afterS: 40,
      },
    ],
  },
  {
    visitor: { name: "Ruth Adeyemi", email: "ruth.adeyemi@example.com", locale: "en" },
    page: "/tents",
    startedMinutesAgo: 34,
    steps: [
      {
        visitor: "Do you rent out tents? We need twelve of them for a school trip in May.",
        afterS: 0,
      },
      { ai: true, afterS: 5 },
    ],
  },
  {
    visitor: { name: "Callum Reid", email: "callum.reid@example.com", locale: "en" },
    page: "/account/orders/20419",
    startedMinutesAgo: 27,
    steps: [
      { visitor: "Where is my refund? The stove came damaged and I sent it back.", afterS: 0 },
      { ai: true, afterS: 3 },
      { by: "tomas", does: "takes over", afterS: 240 },
      {
        by: "tomas",
        notes:
          "Parcel was scanned at the workshop yesterday. Asked Priya to book the refund today.",
        afterS: 95,
      },
      {
        by: "tomas",
        says: "Hi Callum, your parcel arrived at the workshop yesterday. The £59 go back to your card today; it can take your bank a day or two to show them.",
        afterS: 60,
      },
      { visitor: "Great, thank you. Do I get the delivery cost back as well?", afterS: 300 },
    ],
  },
  {
    visitor: { name: "王雨桐", email: "wangyutong@example.com", locale: "zh" },
    page: "/jackets/corrie",
    startedMinutesAgo: 12,
    steps: [
      { visitor: "我是男生，胸围 98 厘米，Corrie 冲锋衣选什么尺码？", afterS: 0 },
      { ai: true, afterS: 4 },
    ],
  },
  {
    visitor: { name: null, email: null, locale: "en" },
    page: "/help/repairs",
    startedMinutesAgo: 51,
    steps: [
      { visitor: "A tent pole is bent. How can I repair it at home?", afterS: 0 },
      { ai: true, afterS: 5 },
      {
        visitor: "It has snapped right at the ferrule, the sleeve does not fit over it.",
        afterS: 400,
      },
      { by: "tomas", does: "takes over", afterS: 70 },
      {
        by: "tomas",
        says: "Sorry about that. The sleeve needs 4 cm on both sides, so at the ferrule it cannot hold. Which number is printed on that segment? I will put a new one in the post today.",
        afterS: 45,
      },
      { visitor: "It says S2-4. I am on the road until Friday though.", afterS: 600 },
      {
        by: "tomas",
        says: "No problem, tell me an address where you will be on Friday and I send it there.",
        afterS: 120,
      },
    ],
  },
  {
    visitor: { name: "刘畅", email: null, locale: "zh" },
    page: "/checkout",
    startedMinutesAgo: 41,
    steps: [
      { visitor: "你们支持支付宝付款吗？", afterS: 0 },
      { ai: true, afterS: 4 },
      { visitor: "好的，我想找人工确认一下发票", afterS: 66 },
      { ai: true, afterS: 3 },
      { by: "jia", does: "takes over", afterS: 180 },
      { by: "jia", says: "您好，我是工坊的文佳。发票抬头和税号您发给我，我来帮您改。", afterS: 30 },
    ],
  },
  {
    visitor: { name: "Sofia Marques", email: "sofia.marques@example.com", locale: "en" },
    page: "/account/orders/20471",
    startedMinutesAgo: 19,
    steps: [
      { visitor: "Can I pick up my order at the workshop on Saturday?", afterS: 0 },
      { ai: true, afterS: 4 },
      { by: "you", does: "takes over", afterS: 130 },
      {
        by: "you",
        says: "Hi Sofia, yes, gladly. We are here on Saturday from 10:00 to 16:00. Shall I take the order out of today's post?",
        afterS: 40,
      },
      { visitor: "Yes please! I will come by around noon.", afterS: 210 },
    ],
  },
  {
    visitor: { name: "Ingrid Solheim", email: "ingrid.solheim@example.com", locale: "en" },
    page: "/help/delivery",
    startedMinutesAgo: 63,
    steps: [
      { visitor: "How much is delivery to Norway and how long does it take?", afterS: 0 },
      { ai: true, afterS: 4 },
    ],
  },
];
