import type { IncomingMessage } from "node:http";
import { limits } from "#engine/knowledge/limits.ts";

const mebibyte = 1024 * 1024;
/** What the form around an uploaded file may add. */
const formBytes = 64 * 1024;

const forms = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)(?:$|;)/i;

/**
 * The status that refuses a request to a page because of its body, or null. Pages read forms whole, so
 * the length must be told beforehand (411) and be at most 1 MiB, or that of a document where one is
 * uploaded (413), and it must be a form (415). Browsers always see to it.
 */
export const pageBodyRefusal = (request: IncomingMessage, path: string): 411 | 413 | 415 | null => {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (encoding !== undefined) return 411;
  if (length === undefined) return null;
  const most = path.startsWith("/knowledge/upload") ? limits.sourceBytes + formBytes : mebibyte;
  if (Number(length) > most) return 413;
  return length === "0" || forms.test(request.headers["content-type"] ?? "") ? null : 415;
};
