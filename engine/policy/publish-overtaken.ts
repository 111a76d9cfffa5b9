import { ActionRefused } from "../actions/action-refused.ts";

/** A version that answers visitors, with the name of its policy. */
export type AnsweringVersion = {
  readonly policyId: string;
  readonly policyName: string;
  readonly version: number;
};

/** Somebody else published or went back meanwhile. `answering` is what answers visitors now; null for nothing. */
export class PublishOvertaken extends ActionRefused {
  readonly answering: AnsweringVersion | null;

  constructor(answering: AnsweringVersion | null) {
    const now =
      answering === null ? "no version" : `v${answering.version} of "${answering.policyName}"`;
    super({
      kind: "conflict",
      message: `Somebody published meanwhile: ${now} answers visitors now. Look at it, then publish again.`,
    });
    this.answering = answering;
  }
}
