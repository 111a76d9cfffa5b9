import type { DemoPolicy } from "./demo-workspace.ts";

const day = 24;
const stocktaking = "## 盘点\n\n工坊正在盘点，下周一恢复。客户要找同事或送修时，请说明这一点。\n\n";

/** The page that answers Chinese customers once they have a channel of their own, and how it came about. */
export const tarnmoorChinese: DemoPolicy = {
  name: "中文客服",
  file: "engine/demo/policies/tarnmoor-zh.md",
  history: [
    {
      by: "hao",
      hoursAgo: 33 * day + 4,
      saves: "第一版，先写清楚配送和退货，只起草。",
      changes: [],
    },
    {
      by: "hao",
      hoursAgo: 27 * day + 6,
      saves: "盘点期间工坊没人，先写明下周一恢复，免得客户干等。",
      changes: [
        {
          was: "## 退货与退款\n",
          is: `${stocktaking}## 退货与退款\n`,
        },
      ],
    },
    {
      by: "priya",
      hoursAgo: 22 * day + 20,
      saves: "盘点结束。有客户拿“两天内退款”来投诉，银行实际用了六天：承诺删掉，写进“绝不”。",
      changes: [
        {
          was: `${stocktaking}## 退货与退款\n`,
          is: "## 退货与退款\n",
        },
        {
          was: "收到退货后，两天内退款。",
          is: "说清楚我们做什么、什么时候做。钱几天到账由银行决定，不要承诺日期。",
        },
        { was: "- 承诺送达日期\n", is: "- “两天内退款”\n- 承诺送达日期\n" },
      ],
    },
    {
      by: "hao",
      hoursAgo: 13 * day + 8,
      saves: "文佳两次把草稿里的道歉改短，用她的话做例子。先给百分之五的会话试行。",
      changes: [
        {
          was: "一次只说一件事。\n",
          is: "一次只说一件事。\n\n- 不说“非常抱歉给您带来不便”，说“抱歉，让您久等了”。\n",
        },
      ],
    },
    {
      by: "hao",
      hoursAgo: 13 * day + 7,
      triesOut: 4,
      share: 0.05,
      gate: { passed: 2, failed: 0, override: null },
    },
    { by: "maya", hoursAgo: 12 * day + 5, endsTrial: true },
    {
      by: "hao",
      hoursAgo: 11 * day + 9,
      saves: "试行停了：英文客户也分到了这一页。语言只留中文，等中文渠道开通再试。",
      changes: [{ was: "languages: zh, en", is: "languages: zh" }],
    },
    {
      by: "hao",
      hoursAgo: 5 * day + 3,
      saves: "改发票抬头每周有四五次，AI 帮不上：直接转人工，并补上测试。",
      changes: [
        {
          was: "提到“律师”或“起诉”时，转人工。\n",
          is: "提到“律师”或“起诉”时，转人工。\n- 当客户提到“发票抬头”时，转人工：请稍等，同事会帮您修改发票。\n",
        },
        {
          was: "- 问“我要投诉”，转人工，用中文。\n",
          is: "- 问“我要投诉”，转人工，用中文。\n- 问“发票抬头写错了，怎么改？”，转人工。\n",
        },
      ],
    },
  ],
  talk: [
    {
      on: "一次只说一件事",
      by: "priya",
      hoursAgo: 5 * day,
      says: [
        { by: "priya", words: "客户一次问两件事的时候怎么办？" },
        { by: "hao", words: "先答第一件，再问第二件是否还需要。试了一周，没有人抱怨。", afterH: 2 },
      ],
      resolved: { by: "priya", afterH: 4 },
    },
    {
      on: "钱几天到账由银行决定，不要承诺日期。",
      by: "maya",
      hoursAgo: 3 * day,
      says: [
        { by: "maya", words: "能不能写“通常一周内”？客户总会追问。" },
        { by: "hao", words: "上个月的投诉就是从一个日期开始的，我建议不写。", afterH: 1 },
        { by: "priya", words: "同意。可以告诉客户我们哪天办理，这个由我们决定。", afterH: 5 },
      ],
    },
    {
      on: "具体哪天送到，请客户看承运商的页面。",
      by: "hao",
      hoursAgo: 26,
      proposes: "具体哪天送到，请客户看承运商的页面，并告诉他运单号在发货邮件里。",
      says: [{ by: "hao", words: "这周有五位客户有链接、没有运单号，只好再来问一次。" }],
    },
  ],
};
