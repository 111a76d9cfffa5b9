/** Why there are no vectors. */
export type EmbeddingFailureReason =
  /** The thread of a model that runs in this process ended or took too long. */
  | "thread_ended"
  | "timeout"
  | "unreachable"
  /** The server is in a private network that nobody allowed. */
  | "address_private"
  /** The API refused the key. */
  | "unauthorized"
  | "rate_limited"
  /** Another status than 200. */
  | "refused"
  /** The answer is no list of vectors, one for each text. */
  | "garbage"
  /** Vectors of another length than the model's. */
  | "wrong_dims"
  /** A number that is none, or a vector of zeros. */
  | "not_finite"
  /** An optional package, its model's folder, or the key's secret is not there. */
  | "not_installed"
  | "no_key";

/** What to tell people when a model gives no vectors or no order, in the languages of Xin. Each names the fix. */
export const embeddingProblems: Readonly<
  Record<EmbeddingFailureReason, { readonly en: string; readonly zh: string }>
> = {
  thread_ended: {
    en: "The thread of the model ended. It is started again for the next text.",
    zh: "模型的线程已结束。处理下一段文本时会重新启动。",
  },
  timeout: {
    en: "The embedding model did not answer in time. Check that its server is up.",
    zh: "模型没有及时响应。请检查其服务器是否在运行。",
  },
  unreachable: {
    en: "The embedding server cannot be reached. Check its URL and the network.",
    zh: "无法连接模型服务器。请检查地址和网络。",
  },
  address_private: {
    en: "The embedding server is in a private network. Use one that is open to everybody, or let whoever runs Xin allow it with XIN_MODEL_ALLOW.",
    zh: "模型服务器位于内部网络。请使用公网地址，或由 Xin 的管理者通过 XIN_MODEL_ALLOW 放行。",
  },
  unauthorized: {
    en: "The embedding server refused the API key. Store a valid one.",
    zh: "模型服务器拒绝了 API 密钥。请填写有效的密钥。",
  },
  rate_limited: {
    en: "The embedding server has had too many requests. It is asked again later.",
    zh: "模型服务器收到的请求过多。稍后会再次请求。",
  },
  refused: {
    en: "The embedding server answered with an error. Check the model's name and the server's log.",
    zh: "模型服务器返回错误。请检查模型名称和服务器日志。",
  },
  garbage: {
    en: "The embedding server's answer has no vector for each text. Check that its URL is an OpenAI-compatible API.",
    zh: "模型服务器的响应不符合约定。请确认该地址提供所需的接口。",
  },
  wrong_dims: {
    en: "The vectors have another length than the model was set up with. Set up a model with the right number of dimensions.",
    zh: "向量长度与设置不符。请按正确的维数重新添加模型。",
  },
  not_finite: {
    en: "The embedding server answered numbers that are none. Check the model on that server.",
    zh: "模型服务器返回了无效的数值。请检查该服务器上的模型。",
  },
  not_installed: {
    en: "A part of the embedding model is not installed. Whoever runs Xin can install it.",
    zh: "模型的某个部分尚未安装。Xin 的管理者可以安装。",
  },
  no_key: {
    en: "The API key of the embedding server is not stored. Store it as a secret first.",
    zh: "尚未保存该服务器的 API 密钥。请先保存密钥。",
  },
};
