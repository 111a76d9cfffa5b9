import type { ModelFailureReason } from "../reply/model-failure.ts";

/** Why a call of a model failed and what to do about it, in the languages of Xin. */
export const callProblems: Readonly<
  Record<ModelFailureReason, { readonly en: string; readonly zh: string }>
> = {
  throttled: {
    en: "The provider has had too many requests and asks for a pause. Wait, or raise the limit at the provider.",
    zh: "提供方收到的请求过多，要求暂停。请稍候，或在提供方提高限额。",
  },
  paused: {
    en: "The provider asked for a pause that is not over yet. Wait a little.",
    zh: "提供方要求的暂停尚未结束。请稍候。",
  },
  unavailable: {
    en: "The server cannot be reached or has an error of its own. Check that the address is right and the server is up; redirects are not followed.",
    zh: "无法连接服务器，或服务器自身出错。请检查地址是否正确、服务器是否在运行；不会跟随跳转。",
  },
  rejected: {
    en: "The server refuses the request. Check the key, the model's name and the address, which ends in /v1 as a rule; the model must be able to use tools.",
    zh: "服务器拒绝了请求。请检查密钥、模型名称和地址（通常以 /v1 结尾）；模型必须支持工具调用。",
  },
  slow: {
    en: "The first word did not come in time. Choose a faster model, or give it more time.",
    zh: "首字没有及时到达。请选择更快的模型，或给它更多时间。",
  },
  stalled: {
    en: "The answer began, and then hardly any words came. Choose a faster model or server.",
    zh: "回答开始后几乎没有后续文字。请选择更快的模型或服务器。",
  },
  broken: {
    en: "What came is no answer: empty, cut off or in another format. Check that the address is a chat API in OpenAI's dialect.",
    zh: "收到的不是有效回答：为空、中断或格式不对。请检查地址是否为兼容 OpenAI 的聊天 API。",
  },
  too_long: {
    en: "The answer did not come to an end in the room it has. Choose a model that answers briefly.",
    zh: "回答超出了允许的长度。请选择回答更简短的模型。",
  },
  circuit_open: {
    en: "The provider failed too often and is left alone for some seconds.",
    zh: "提供方多次失败，暂停使用几秒。",
  },
  busy: {
    en: "All calls the model may take at the same time are taken. Raise the limit, or wait.",
    zh: "模型的同时调用数已满。请提高上限或稍候。",
  },
  address: {
    en: "The address leads to a private network. Whoever runs Xin can allow it with XIN_MODEL_ALLOW.",
    zh: "该地址指向内部网络。Xin 的管理者可通过 XIN_MODEL_ALLOW 放行。",
  },
  no_key: {
    en: "The sealed key cannot be opened. Enter it again.",
    zh: "无法打开密封的密钥。请重新输入。",
  },
  budget_conversation: {
    en: "The call might cost more than is left for the conversation.",
    zh: "此次调用可能超出会话的剩余预算。",
  },
  budget_day: {
    en: "The call might cost more than is left for today. Raise the budget, or wait for tomorrow (UTC).",
    zh: "此次调用可能超出今日的剩余预算。请提高预算，或等到明天（UTC）。",
  },
  budget_calls: {
    en: "The calls of today are made. Raise the limit, or wait for tomorrow (UTC).",
    zh: "今日的调用次数已用完。请提高上限，或等到明天（UTC）。",
  },
  unpriced: {
    en: "There is a budget in dollars, and this model has no price. Give it one; 0 is right for a model of your own.",
    zh: "设有美元预算，但此模型没有价格。请填写价格；自有模型可填 0。",
  },
  uncounted: {
    en: "Xin's own database did not take down the cost in time, so the model was not asked.",
    zh: "Xin 的数据库未能及时记下费用，因此没有调用模型。",
  },
  limited: {
    en: "The workspace asks this model as often as it may in a minute. Raise the limit, or wait.",
    zh: "工作区每分钟对此模型的调用已达上限。请提高上限或稍候。",
  },
  no_time: {
    en: "The models before this one took the time there is.",
    zh: "前面的模型用完了时间。",
  },
};
