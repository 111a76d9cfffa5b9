import type { ToolMock } from "../policy/policy.ts";

/** Answers calls of tools by what a test says of them. */
export type MockedTools = {
  /** What the next call of a tool is told; null where the test says nothing of it. */
  says(tool: string): string | null;
};

/** Calls of a tool are answered in the order of its mocks, and by the last one from then on. */
export const mockedTools = (mocks: readonly ToolMock[]): MockedTools => {
  const left = Map.groupBy(mocks, ({ tool }) => tool);
  return {
    says: (tool) => {
      const [next, ...more] = left.get(tool) ?? [];
      if (more.length > 0) left.set(tool, more);
      return next?.says ?? null;
    },
  };
};
