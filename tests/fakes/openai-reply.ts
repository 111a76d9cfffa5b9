/** What the fake model server does with one chat request. */
export type ChatReply =
  | {
      /** A good answer. With a pause before every word, a slow one. */
      mode: "text";
      text: string;
      pauseMs?: number;
    }
  | {
      /**
       * A tool call instead of an answer. A name that the request does not offer, or arguments that
       * are no JSON, make it a wrong one.
       */
      mode: "tool-call";
      name: string;
      argumentsJson: string;
    }
  | Misbehaviour
  | {
      /** Sends the text as the beginning of an answer, then nothing more, and stays connected. */
      mode: "stall";
      text: string;
    }
  | {
      /** Sends words until the client hangs up. */
      mode: "endless";
      pauseMs?: number;
    }
  | {
      /** 401, and the key it was sent in the message. */
      mode: "tell-key";
    }
  | {
      /** Sends bytes without an end of line until the client hangs up. */
      mode: "flood";
    }
  | {
      /** 302 to another path of the same server. */
      mode: "redirect";
    }
  | {
      /** Sends the text, then half a piece of JSON, and cuts the connection. */
      mode: "cut";
      text: string;
    };

/** What the fake model server does with one embedding request. */
export type EmbeddingReply =
  | { mode: "vectors" }
  | {
      /** Status 200 and this JSON, whatever was asked. */
      mode: "body";
      body: unknown;
    }
  | Misbehaviour;

/** Ways to fail that both endpoints have. */
export type Misbehaviour =
  | {
      /** 429 with a `retry-after` header in seconds. */
      mode: "rate-limited";
      retryAfterSeconds: number;
    }
  | {
      /** An error status, such as 500 or 401. */
      mode: "error";
      status: number;
    }
  | {
      /** Takes the request and never sends a byte. */
      mode: "hang";
    }
  | {
      /** Status 200 and a body that is no JSON. */
      mode: "garbage";
    };

/** The body of a chat request, as far as the fake and its users look at it. */
export type ChatRequestBody = {
  model: string;
  messages: { role: string; content: unknown }[];
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  tools?: { function: { name: string } }[];
};

/** The body of an embedding request. */
export type EmbeddingRequestBody = { model: string; input: string | string[]; dimensions?: number };
