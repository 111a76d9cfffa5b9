import { useEffect } from "react";
import { useInbox } from "#app/sync/use-inbox.tsx";
import { needsPerson } from "./inbox-views.ts";

/** Keeps the number of conversations that need this member in the tab's title: `(3) Xin`. */
export function UnreadTitle({ memberId }: { readonly memberId: string }) {
  const waiting = useInbox(({ rows }) => {
    let count = 0;
    for (const row of rows.values()) if (needsPerson(row, memberId)) count++;
    return count;
  });
  useEffect(() => {
    const mark = () => {
      const plain = document.title.replace(/^\(\d+\) /, "");
      const wanted = waiting > 0 ? `(${waiting}) ${plain}` : plain;
      if (document.title !== wanted) document.title = wanted;
    };
    mark();
    // Routes set the title too; put the count back in front of theirs.
    const observer = new MutationObserver(mark);
    const title = document.querySelector("title");
    if (title !== null) observer.observe(title, { childList: true });
    return () => observer.disconnect();
  }, [waiting]);
  return null;
}
