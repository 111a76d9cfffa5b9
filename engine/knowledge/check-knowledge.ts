import { ActionRefused } from "../actions/action-refused.ts";
import { cleanText } from "./extraction/decode-text.ts";
import { isArchive } from "./extraction/detect-type.ts";
import { limits } from "./limits.ts";

/** Something to learn from. For a url, `bytes` is the page as it was fetched. */
export type NewKnowledge = {
  readonly kind: "file" | "text" | "url";
  /** Null or blank: the document's own title is taken, else its file's name. */
  readonly title?: string | null;
  readonly filename?: string | null;
  readonly mime?: string | null;
  readonly bytes: Uint8Array;
  /** Where people can read it, http or https: answers link to it. */
  readonly url?: string | null;
  readonly lang?: "en" | "zh" | null;
};

/** Checks what was given and puts it into the form it is stored in. Throws ActionRefused `invalid` or `too_large`. */
export const checkKnowledge = (input: NewKnowledge) => {
  const { kind, bytes } = input;
  if (bytes.length > limits.sourceBytes) {
    throw new ActionRefused({
      kind: "too_large",
      message: "A source may have 20 MB. Split it into smaller files.",
    });
  }
  if (bytes.length === 0) throw refuse("The file is empty. Choose one with text in it.");
  if (isArchive(bytes)) {
    throw refuse("It is an archive of several files. Add it as an archive, or unpack it first.");
  }
  const url = checkUrl(input.url);
  if (kind === "url" && url === null) throw refuse("A web page needs its address (url).");
  // The end of a path is what names it and says what kind of file it is.
  const filename = oneLine(input.filename?.slice(-200));
  const given = oneLine(input.title);
  return {
    kind,
    url,
    filename,
    title: given ?? filename ?? url?.slice(0, 300) ?? "Text",
    titleGiven: given !== null,
    // Typed text may use Markdown, as everywhere in Xin.
    mime: oneLine(input.mime) ?? (kind === "text" ? "text/markdown" : null),
    lang: input.lang ?? null,
    content: bytes,
  };
};

const checkUrl = (url: string | null | undefined): string | null => {
  if (!url) return null;
  if (url.length <= 2000 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))
    return url;
  throw refuse(
    "The address (url) must begin with http:// or https:// and have at most 2,000 characters.",
  );
};

const oneLine = (text: string | null | undefined): string | null =>
  cleanText(text ?? "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .slice(0, 200)
    .toWellFormed() || null;

const refuse = (message: string): ActionRefused => new ActionRefused({ kind: "invalid", message });
