import { hideCredentials } from "../runtime/setting.ts";

/** One thing that was looked at. `fix` says what to do when it is not ok. */
export type Check = {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix?: string;
};

/** A check that failed, with what to do about it. */
export class CheckFailed extends Error {
  readonly fix: string;
  constructor(detail: string, fix: string) {
    super(detail);
    this.fix = fix;
  }
}

/** Runs one check: what it answers is the detail, what it throws makes it fail. */
export const check = async (name: string, run: () => Promise<string>): Promise<Check> => {
  try {
    return { name, ok: true, detail: await run() };
  } catch (error) {
    const detail = hideCredentials(error instanceof Error ? error.message : String(error));
    const fix = error instanceof CheckFailed ? error.fix : undefined;
    return { name, ok: false, detail, ...(fix === undefined ? {} : { fix }) };
  }
};
