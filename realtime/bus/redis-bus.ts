import { randomUUID } from "node:crypto";
import type { BusMessage, EventBus } from "#engine/runtime/event-bus.ts";
import type { Logger } from "#engine/runtime/log.ts";
import { decodeEnvelope, encodeLost, encodeMessage } from "./bus-codec.ts";
import { makeLocalHandlers } from "./local-handlers.ts";
import { type RedisClient, openRedisLink } from "./redis-link.ts";

/** A bus over Redis, and what its owner may want to know. */
export type RedisBus = EventBus & {
  /** Whether other nodes can be told and heard now. */
  readonly connected: boolean;
};

/**
 * The bus of several nodes. Local handlers are called before `publish` returns; Redis is told without
 * waiting and may lose anything. When a gap has ended, every node that may have missed something calls
 * its resync handlers: this one when its subscription was away, the others when this one could not send.
 */
export const makeRedisBus = (url: string, log: Logger, channel = "xin:bus"): RedisBus => {
  const node = randomUUID();
  const handlers = makeLocalHandlers<BusMessage>(log);
  const resyncHandlers = makeLocalHandlers<void>(log);
  /** Something was not sent: the others must hear of it. */
  let lostOutgoing = false;
  /** Characters that were handed to Redis and not taken by it yet. */
  let waiting = 0;
  /** The client that is subscribed. node-redis keeps the subscription over its own reconnections. */
  let subscribed: RedisClient | null = null;
  const openedAt = Date.now();

  const publisher = openRedisLink(url, {
    log,
    name: "publisher",
    onReady: () => tellOfLoss(),
  });

  const subscriber = openRedisLink(url, {
    log,
    name: "subscriber",
    onReady: (client) => {
      if (subscribed === client) {
        resyncHandlers.deliver();
        return;
      }
      const isFirst = subscribed === null && Date.now() - openedAt < promptMs;
      client.subscribe(channel, receive).then(
        () => {
          subscribed = client;
          if (!isFirst) resyncHandlers.deliver();
        },
        // The link has died again under the request; its next `ready` comes back here.
        (error: unknown) => log.debug({ err: error }, "the bus could not subscribe"),
      );
    },
  });

  const send = (text: string) => {
    const client = publisher.ready();
    if (client === null || waiting > mostWaiting) {
      lostOutgoing = true;
      return;
    }
    waiting += text.length;
    client.publish(channel, text).then(
      () => {
        waiting -= text.length;
        if (waiting === 0) tellOfLoss();
      },
      (error: unknown) => {
        waiting -= text.length;
        lostOutgoing = true;
        log.debug({ err: error }, "a message did not leave this node");
      },
    );
  };

  /** Once Redis takes messages again, the others hear that some are missing. */
  const tellOfLoss = () => {
    if (!lostOutgoing) return;
    lostOutgoing = false;
    send(encodeLost(node));
  };

  const receive = (text: string) => {
    const envelope = decodeEnvelope(text);
    if (envelope === null) {
      log.warn({ channel, length: text.length }, "something unreadable on the bus was ignored");
      return;
    }
    if (envelope.node === node) return;
    if ("lost" in envelope) resyncHandlers.deliver();
    else handlers.deliver(envelope.message);
  };

  return {
    get connected() {
      const client = subscriber.ready();
      return publisher.ready() !== null && client !== null && client === subscribed;
    },
    publish: (message) => {
      handlers.deliver(message);
      const text = encodeMessage(node, message);
      if (text === null)
        log.warn({ type: message.type }, "too long for the bus, kept on this node");
      else send(text);
    },
    subscribe: (handler) => handlers.add(handler),
    onResync: (handler) => resyncHandlers.add(handler),
    close: async () => {
      handlers.clear();
      resyncHandlers.clear();
      publisher.close();
      subscriber.close();
    },
  };
};

/** What waits for a slow or frozen Redis, in characters; more is lost, and told as lost. */
const mostWaiting = 8 * 1024 * 1024;

/** A subscription later than this after the start has most likely missed something. */
const promptMs = 1_000;
