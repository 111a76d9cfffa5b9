import { addressesIn } from "../actions/addresses-in.ts";
import type { ReplyMaterial } from "./reply-material.ts";

/** Addresses of one visitor that count, the newest: whoever writes many is looking for others' records. */
const mostAddresses = 3;

/** Everything the visitor wrote, as far as a reply knows it. */
export const visitorWords = ({
  history,
  question,
}: Pick<ReplyMaterial, "history" | "question">): string =>
  [...history.filter(({ role }) => role === "user").map(({ content }) => content), question].join(
    "\n",
  );

/** E-mail addresses that the visitor left or wrote, in small letters. */
export const visitorAddresses = (
  material: Pick<ReplyMaterial, "history" | "question" | "row">,
): readonly string[] => {
  const { email } = material.row.contact;
  const written = addressesIn(visitorWords(material));
  const all = [...(email === null ? [] : [email]), ...written.slice(-mostAddresses)];
  return all.map((address) => address.trim().toLowerCase());
};
