import { useEffect, useState } from "react";
import { useInbox, useInboxStore } from "#app/sync/use-inbox.tsx";
import type { WireError } from "#contract/ack.ts";
import type { DeliveryReadAck } from "#contract/delivery-read.ts";

/** What was read last, and why nothing newer could be. */
export type DeliveryReading = {
  readonly last: DeliveryReadAck | null;
  readonly problem: WireError | null;
};

/** The figures are read this often while somebody looks, in milliseconds. */
const everyMs = 5_000;

/**
 * Reads how delivery goes, over the page's own socket, for as long as the page is open and in view, and
 * at once when a self-check has ended.
 */
export const useDelivery = (mayRead: boolean, checkEndedAt: string | null): DeliveryReading => {
  const store = useInboxStore();
  const isOnline = useInbox(({ link }) => link === "online");
  const [reading, setReading] = useState<DeliveryReading>({ last: null, problem: null });
  useEffect(() => {
    if (store === null || !mayRead) return undefined;
    if (!isOnline) {
      setReading(({ last }) => ({ last, problem: last === null ? null : offline }));
      return undefined;
    }
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async () => {
      if (document.visibilityState === "visible") {
        const answer = await store.ask("delivery.read", {});
        if (isOver) return;
        if (answer.ok) setReading({ last: answer, problem: null });
        else setReading(({ last }) => ({ last, problem: answer.error }));
      }
      timer = setTimeout(() => void read(), everyMs);
    };
    void read();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [store, isOnline, mayRead, checkEndedAt]);
  return reading;
};

const offline: WireError = { kind: "unavailable", message: "No connection." };
