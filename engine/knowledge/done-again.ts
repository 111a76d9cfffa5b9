import { runsOf } from "./tokens.ts";
import type { Replacement, Wording } from "./wordings.ts";

/**
 * Verbs of doing something again, or anew, and the act itself: who wants to rename something reads "enter a new
 * name". Only those whose word without "re" is the same act; to remove is not to move.
 */
const acts: ReadonlyMap<string, string> = new Map([
  ["reactivate", "activate"],
  ["reassign", "assign"],
  ["rebook", "book"],
  ["recheck", "check"],
  ["reconfigure", "configure"],
  ["reconnect", "connect"],
  ["redesign", "design"],
  ["redownload", "download"],
  ["reenable", "enable"],
  ["refill", "fill"],
  ["reinstall", "install"],
  ["rejoin", "join"],
  ["reload", "load"],
  ["rename", "new name"],
  ["reopen", "open"],
  ["reorder", "order"],
  ["reprint", "print"],
  ["reschedule", "schedule"],
  ["resend", "send"],
  ["resize", "new size"],
  ["restart", "start"],
  ["resubmit", "submit"],
  ["resubscribe", "subscribe"],
  ["retype", "type"],
  ["reupload", "upload"],
  ["reuse", "use"],
  ["rewrite", "write"],
]);

/** The question with its verbs of doing again put as the act itself, as one more wording; none when it has no such verb. */
export const doneAgain = (question: string): readonly Wording[] => {
  const replaced: Replacement[] = [];
  const words = runsOf(question).map(({ text: asked }) => {
    const meant = formsOf(asked).flatMap((verb) => acts.get(verb) ?? [])[0];
    if (meant === undefined) return asked;
    replaced.push({ asked, meant });
    return meant;
  });
  return replaced.length === 0 ? [] : [{ text: words.join(" "), replaced }];
};

/** The verbs that a word may be a form of: renames, renamed and renaming are of rename, and resubmitted of resubmit. */
const formsOf = (word: string): readonly string[] => {
  const bare = word.replace(/(?:s|d|ed|ing)$/, "");
  return [word, bare, `${bare}e`, bare.replace(/(.)\1$/, "$1")];
};
