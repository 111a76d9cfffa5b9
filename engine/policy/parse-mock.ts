import { type NoExpectation, unknownTool } from "./parse-expectation.ts";
import type { ToolMock } from "./policy.ts";

/**
 * Reads what a tool says in a test: `with read_order giving "Order 0000, status: sent"`,
 * `假设 read_order 返回“订单 0000 的状态：已发货”`. Null when the words are about no such thing.
 */
export const parseMock = (text: string): ToolMock | NoExpectation | null => {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [, tool = "", says = ""] = match;
  const wrong = unknownTool(tool);
  if (wrong !== null) return wrong;
  if (tool !== "hand_over" && tool !== "search_knowledge") return { tool, says: says.trim() };
  return {
    en: `${tool} cannot be answered in a test: it is asked as it is. Leave this part out.`,
    zh: `测试中不能代替 ${tool} 作答：它按实际执行。请删除这一部分。`,
  };
};

const pattern =
  /^(?:with|given|where|假设|假定|若)\s*(?:the tool|工具)?\s*([a-z][\w.-]*)\s*(?:giv(?:es|ing)|return(?:s|ing)|say(?:s|ing)|answer(?:s|ing)|返回|回答)\s*["“「『]([^"”」』]+)["”」』]$/i;
