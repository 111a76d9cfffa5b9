import type { Actor } from "#contract/conversation-event.ts";
import type { LockedConversation } from "#db/writes/begin-append.ts";
import { assertMay } from "../tenancy/permissions.ts";
import { ActionRefused } from "./action-refused.ts";
import type { Envelope } from "./envelope.ts";

/**
 * Refuses as `forbidden` an actor whose kind may not do this, and a person, API token or system act
 * whose role may not write in conversations.
 */
export const assertActor = (env: Envelope, kinds: readonly Actor["kind"][]): void => {
  const { kind, role } = env.actor;
  if (!kinds.includes(kind)) {
    throw new ActionRefused({
      kind: "forbidden",
      message: `This cannot be done as ${kind}. It is for: ${kinds.join(", ")}.`,
    });
  }
  if (kind === "member" || kind === "api" || kind === "system") {
    assertMay(role, "conversations.write");
  }
};

/** Kinds that speak for the team by somebody's hand. */
export const people = ["member", "api"] as const;

/** The same and the installation itself, which never speaks to visitors. */
export const staff = [...people, "system"] as const;

/** Kinds that act by themselves, and therefore under an epoch. */
export const autonomous = ["ai", "automation"] as const;

/**
 * Refuses as `stale_epoch` a write that was computed before custody changed. The AI and automations
 * must state their epoch; others are held to it when they state one. The AI must also hold the
 * conversation: it never speaks after a person took over.
 */
export const assertEpoch = (env: Envelope, row: LockedConversation): void => {
  const { kind } = env.actor;
  const isAutonomous = kind === "ai" || kind === "automation";
  if (!isAutonomous && env.epoch === undefined) return;
  if (env.epoch !== row.epoch) {
    throw stale(
      env.epoch === undefined
        ? "An autonomous act must state the epoch it was computed under."
        : `Custody has changed: this was computed under epoch ${env.epoch}, now it is ${row.epoch}. Record it as superseded and start again.`,
    );
  }
  if (kind === "ai" && row.holder !== "ai") {
    throw stale("The AI does not hold this conversation. Record it as superseded.");
  }
};

const stale = (message: string) => new ActionRefused({ kind: "stale_epoch", message });
