import {
  assertActor as actor,
  type assertEpoch as epoch,
  autonomous as autonomousKinds,
  people as peopleKinds,
  staff as staffKinds,
} from "#engine/actions/fence.ts";

/** As they are. */
export const people = peopleKinds;
export const staff = staffKinds;
export const autonomous = autonomousKinds;
export const assertActor: typeof actor = (env, kinds) => actor(env, kinds);

/** Every epoch is the right one. */
export const assertEpoch: typeof epoch = () => undefined;
