import { ActionRefused } from "../../actions/action-refused.ts";

/**
 * The base URL of an API as it is stored: two ways to write one address are one. Throws the refusal `invalid`
 * of what is none, or says more than a base.
 */
export const usableUrl = (text: string): string => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") {
    throw invalid("The URL is the base of an API, such as https://api.openai.com/v1.");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalid("Leave user name and password out of the URL, and send a key.");
  }
  return url.href.replace(/\/+$/, "");
};

const invalid = (message: string) => new ActionRefused({ kind: "invalid", message });
