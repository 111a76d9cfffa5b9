/**
 * Whether the visitor asks to speak with a person, in English or Chinese. Questions about how others
 * reach a person ("when does it hand over to a human?") and refusals are not that.
 */
export const asksForPerson = (text: string): boolean => {
  const plain = text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("’", "'")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (refuses.test(plain)) return false;
  return english.some((pattern) => pattern.test(plain)) || chinese(plain);
};

const person =
  "(?:(?:real|live|actual|human) )?(?:person|human(?: being)?|agent|someone|somebody|representative|rep|operator|colleague|staff|support(?: (?:team|agent|person))?|customer (?:service|support))";
const article = "(?:an? |the |your |some |one of your )?";

const english = [
  new RegExp(
    `\\b(?:i|me|we|please|let me|let us|can you|could you|just)\\b.{0,30}\\b(?:talk|speak|chat|connect|get in touch)(?: me| us)? (?:to|with) ${article}${person}`,
  ),
  new RegExp(`^(?:please )?(?:talk|speak|chat) (?:to|with) ${article}${person}`),
  new RegExp(
    `\\b(?:connect|transfer|pass|put|hand|forward|switch) (?:me|us)(?: (?:over|through|on))?(?: (?:to|with))? ${article}${person}`,
  ),
  new RegExp(`\\b(?:get|give|find|send) me ${article}${person}`),
  new RegExp(
    `\\b(?:i|we)(?:'d| would)? (?:want|need|prefer|like) ${article}(?:real |live |actual )?(?:human|person|agent|representative)(?: being)?\\b(?! to\\b)`,
  ),
  new RegExp(
    `^(?:no,? )?${article}(?:real |live |actual |human )?(?:human|person|agent|operator|representative|support agent|customer service)(?:,? (?:please|now))?[.!?]*$`,
  ),
];

const chinese = (text: string) => {
  if (/^(?:人工|真人|客服|人工客服|真人客服)(?:服务)?[!。.?~]*$/.test(text)) return true;
  const others = /访客|客户|顾客|用户|ai|规则|策略|自动|什么时候|何时|是否会|会不会/.test(text);
  if (/转(?:接|到|给)?(?:一下)?(?:人工|真人|客服)/.test(text)) return !others;
  return new RegExp(
    "(?:找|要|接|叫|请|需要|呼叫|换)(?:个|一个|一下|一位|你们的?|你们)?(?:人工|真人|活人|客服人员|人工客服)|" +
      "(?:想|要|能|可以|让我|请)(?:不能|否)?.{0,3}(?:和|跟|与|找|同)(?:你们的?|一个|一位|个|位)?(?:真人|人工|客服|真正的人|工作人员|同事|负责人|人)(?:客服)?(?:来)?(?:说话|聊|谈|沟通|联系|对话|处理|说|讲|交流|通话)",
  ).test(text)
    ? !others || text.startsWith("我")
    : false;
};

const refuses =
  /\b(?:don't|do not|no need to|not) (?:want|need|wish|have)? ?(?:to )?(?:talk|speak|chat|a (?:human|person))|不(?:要|用|想|需要|必)(?:转|找|接)?.{0,3}(?:人工|真人|客服)/;
