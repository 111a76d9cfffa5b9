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
  if (noBot.test(plain)) return true;
  if (refuses.test(plain)) return false;
  return english.some((pattern) => pattern.test(plain)) || chinese(plain);
};

/** Whoever does not want the machine wants a person. "You are not a bot?" and questions about bots are not that. */
const noBot =
  /\b(?:don't|do not|won't|will not|no longer|not|stop)\b.{0,12}\b(?:talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|deal(?:ing)?|want(?:ing)?)\b.{0,12}\b(?:to |with )?(?:a |an |the |your |this |another )?(?:chat ?bot|bot|robot|machine|ai|computer|program)\b|^(?:no|not another|enough of (?:this|the)|stop (?:this|the)) (?:chat ?)?(?:bots?|robots?|ai|machines?)(?:,? please)?[!.]*$|(?:不(?:想|要|愿意?)|别|拒绝)(?:再)?.{0,3}(?:和|跟|与|同)(?:一个|个|你这个?|这个?)?(?:机器人|机器|电脑|ai|智能客服|程序)(?:说|聊|谈|对话|沟通|讲|交流)/;

const person =
  "(?:(?:real|live|actual|human) )?(?:person|human(?: being)?|agent|someone|somebody|representative|rep|operator|colleague|staff|support(?: (?:team|agent|person))?|customer (?:service|support)|manager|supervisor)";
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
    `\\b(?:can|could|may) (?:i|we) (?:have|get|see|reach|contact) ${article}(?:(?:real |live |actual |human )?(?:human|person|agent|representative|operator|manager|supervisor))\\b(?! (?:who|that|which|whose|for)\\b)`,
  ),
  new RegExp(
    `\\b(?:can|could|will|would) ${article}(?:real |live |actual )?(?:human|person|someone real|real someone|colleague|member of staff)(?: being)? (?:please )?(?:help|answer|call|assist|take over|look)\\b`,
  ),
  /\b(?:is|are) there (?:a |an |any )?(?:real |live |actual )?(?:human|person|people|agent|someone)s?(?: being)?s?(?: (?:there|here|available|around|i can (?:talk|speak) (?:to|with)))*\s*[?!.]*$/,
  /\b(?:escalate|transfer) (?:this|it|me|us|my (?:case|question|ticket|problem))\b.{0,40}\b(?:person|human|agent|someone|manager|supervisor)\b/,
  /\b(?:human|real person|live agent|person),? please[!.]*$/,
  /^(?:is )?(?:any(?:one|body)|some(?:one|body))(?: real| human)? (?:there|here)\s*[?!.]*$/,
  new RegExp(
    `^(?:no,? )?${article}(?:real |live |actual |human )?(?:human|person|agent|operator|representative|support agent|customer service)(?:,? (?:please|now))?[.!?]*$`,
  ),
];

const chinese = (text: string) => {
  if (/^(?:人工|真人|客服|人工客服|真人客服)(?:服务)?[!。.?~]*$/.test(text)) return true;
  if (
    /^(?:有(?:没有)?(?:真?人|人工|客服)(?:在)?(?:吗|么|嘛)?|人呢|客服呢|在吗.{0,3}真人)[?？!。.~]*$/.test(
      text,
    )
  )
    return true;
  if (
    /(?:换|找|叫|派|安排|联系)(?:个|一个|一下|一位|位|你们的?)(?:真?人|同事|客服|经理|主管|负责人)/.test(
      text,
    )
  ) {
    return !/(?:访客|顾客|用户|策略|规则|什么时候|何时)/.test(text);
  }
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
