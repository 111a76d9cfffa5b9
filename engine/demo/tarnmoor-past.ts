import type { DemoConversation } from "./demo-workspace.ts";

/** What the shop dealt with earlier today; in the first hours the AI only wrote drafts. */
export const tarnmoorPast: readonly DemoConversation[] = [
  {
    visitor: { name: "Piotr Zielinski", email: "piotr.z@example.com", locale: "en" },
    page: "/packs/hollin-45",
    startedMinutesAgo: 312,
    steps: [
      { visitor: "Which back length of the Hollin 45 fits a back of 50 cm?", afterS: 0 },
      { ai: true, afterS: 5 },
    ],
  },
  {
    visitor: { name: "Amelia Frost", email: "amelia.frost@example.com", locale: "en" },
    page: "/checkout/done",
    startedMinutesAgo: 296,
    steps: [
      {
        visitor: "I typed the wrong house number on order 20418. Can you change it to 14?",
        afterS: 0,
      },
      { ai: true, afterS: 5 },
      { by: "maya", does: "takes over", afterS: 160 },
      { by: "maya", notes: "Not packed yet, changed it in the shop system.", afterS: 50 },
      {
        by: "maya",
        says: "Hi Amelia, caught it just before packing: the parcel now goes to number 14.",
        afterS: 25,
      },
      { visitor: "You are wonderful, thank you!", afterS: 80 },
      { by: "maya", does: "resolves", afterS: 20 },
    ],
  },
  {
    visitor: { name: "赵明", email: "zhaoming@example.com", locale: "zh" },
    page: "/help/returns",
    startedMinutesAgo: 218,
    steps: [
      { visitor: "收货后多少天内可以退货？", afterS: 0 },
      { ai: true, afterS: 4 },
      { visitor: "谢谢", afterS: 37 },
      { ai: true, afterS: 2 },
      { by: "jia", does: "resolves", afterS: 900 },
    ],
  },
  {
    visitor: { name: "Grace Whitlock", email: "grace.w@example.com", locale: "en" },
    page: "/gift-cards",
    startedMinutesAgo: 164,
    steps: [
      { visitor: "How long is a gift card valid?", afterS: 0 },
      { ai: true, afterS: 4 },
      { by: "maya", does: "resolves", afterS: 1300 },
    ],
  },
  {
    visitor: { name: "Daniel Okafor", email: "daniel.okafor@example.com", locale: "en" },
    page: "/stoves/ember",
    startedMinutesAgo: 121,
    steps: [
      { visitor: "Is a gas canister included with the Ember stove?", afterS: 0 },
      { ai: true, afterS: 4 },
      { visitor: "How fast does the Ember boil a litre of water?", afterS: 90 },
      { ai: true, afterS: 4 },
    ],
  },
];
