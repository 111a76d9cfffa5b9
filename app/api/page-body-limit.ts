import type { IncomingMessage } from "node:http";
import { limits } from "#engine/knowledge/limits.ts";

const mebibyte = 1024 * 1024;
const forms = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)(?:$|;)/i;
const file = /^application\/octet-stream$/i;

/**
 * The status that refuses a request to a page because of its body, or null. Pages read bodies whole, so
 * the length must be told beforehand (411) and be at most 1 MiB, or that of an archive where one is
 * uploaded (413). It must be a form, or the bytes of the document (415). Our own pages always see to it.
 */
export const pageBodyRefusal = (request: IncomingMessage, path: string): 411 | 413 | 415 | null => {
  const { "content-length": length, "transfer-encoding": encoding } = request.headers;
  if (encoding !== undefined) return 411;
  if (length === undefined) return null;
  const isUpload = path === "/knowledge/upload";
  if (Number(length) > (isUpload ? limits.archiveBytes : mebibyte)) return 413;
  const type = request.headers["content-type"] ?? "";
  return length === "0" || (isUpload ? file : forms).test(type) ? null : 415;
};
