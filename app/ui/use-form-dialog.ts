import { useEffect, useState } from "react";
import { useFetcher } from "react-router";
import type { WireError } from "#contract/ack.ts";

/** A dialog with a form that is sent in place: it closes by itself once what was sent is accepted. */
export const useFormDialog = <Problem = WireError>() => {
  const [open, setOpen] = useState(false);
  const fetcher = useFetcher<{ readonly problem: Problem | null }>();
  const { state, data } = fetcher;
  useEffect(() => {
    if (state === "idle" && data?.problem === null) setOpen(false);
  }, [state, data]);
  return { open, setOpen, ...fetcher };
};
