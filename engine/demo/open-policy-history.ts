import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createPolicy } from "../policy/create-policy.ts";
import { publishPolicy } from "../policy/publish-policy.ts";
import { savePolicyVersion } from "../policy/save-policy-version.ts";
import { endCanary, setCanary } from "../policy/set-canary.ts";
import { authorOf } from "./author-of.ts";
import type { DemoPolicy, DemoPolicyStep, DemoTalk } from "./demo-workspace.ts";
import type { Stage } from "./play-conversation.ts";
import { policyTexts } from "./policy-texts.ts";

/** Something that happened in a demo workspace. */
export type Scene = { readonly minutesAgo: number; play(): Promise<unknown> };

/** The history of a policy, to be played in order among what else happened in the workspace. */
export type PolicyHistory = {
  readonly scenes: readonly Scene[];
  /** Throws before its first version has been written. */
  policyId(): string;
  readonly talk: readonly DemoTalk[];
};

/** Reads a demo policy. Its steps go through the actions everybody uses, at the times of the story. */
export const openPolicyHistory = async (
  stage: Stage,
  { name, file, history, talk }: DemoPolicy,
  projectFolder: string,
): Promise<PolicyHistory> => {
  const newest = await readFile(join(projectFolder, file), "utf8");
  const texts = policyTexts(newest, history);
  let made: string | null = null;
  const policyId = () => {
    if (made === null) throw new Error(`the demo's policy ${name} is not there yet`);
    return made;
  };
  const play = async (step: DemoPolicyStep) => {
    const deps = { ...stage.deps, clock: () => new Date(stage.nowMs - step.hoursAgo * 3_600_000) };
    const author = authorOf(stage, step.by);
    if ("saves" in step) {
      const text = texts.shift() ?? newest;
      const note = step.saves;
      if (made === null) made = (await createPolicy(deps, author, { name, text, note })).policyId;
      else await savePolicyVersion(deps, author, { policyId: made, text, note });
      return;
    }
    if ("endsTrial" in step) return endCanary(deps, author);
    const { gate } = step;
    if ("publishes" in step) {
      await publishPolicy(deps, author, { policyId: policyId(), version: step.publishes, gate });
      return;
    }
    const { triesOut: version, share } = step;
    await setCanary(deps, author, { policyId: policyId(), version, share, gate });
  };
  return {
    scenes: history.map((step) => ({ minutesAgo: step.hoursAgo * 60, play: () => play(step) })),
    policyId,
    talk,
  };
};
