import { ActionRefused } from "../../actions/action-refused.ts";
import type { Envelope } from "../../actions/envelope.ts";
import { assertMay } from "../../tenancy/permissions.ts";
import { detectType, isArchive } from "../extraction/detect-type.ts";
import { addSource } from "../ingest.ts";
import type { KnowledgeDeps } from "../knowledge-deps.ts";
import { limits } from "../limits.ts";
import { type FailureReason, SourceFailure } from "../source-failure.ts";
import { cleanPath } from "./clean-path.ts";
import { type Archive, openArchive } from "./open-archive.ts";
import type { ArchiveEntry } from "./read-directory.ts";

/** A ZIP file with documents in it. */
export type NewArchive = { readonly bytes: Uint8Array; readonly lang?: "en" | "zh" | null };

/** What became of a file of an archive: a source, or the reason (see source-failure.ts) why it is none. */
export type ArchivedFile = {
  readonly path: string;
  readonly sourceId: string | null;
  /** False when the same bytes were a source already. */
  readonly isNew: boolean;
  readonly failure: FailureReason | null;
};

/** `failure` is set when the archive cannot be opened at all; then there are no files. */
export type AddedArchive = {
  readonly failure: FailureReason | null;
  readonly files: readonly ArchivedFile[];
};

/**
 * Makes a source of each document in an archive; the archive itself is not kept. One bad file stops no
 * other, and the same archive again adds nothing twice. Refused: `forbidden`, `too_large`.
 */
export const addArchive = async (
  deps: KnowledgeDeps,
  envelope: Envelope,
  { bytes, lang = null }: NewArchive,
): Promise<AddedArchive> => {
  assertMay(envelope.actor.role, "knowledge.write");
  if (bytes.length > limits.archiveBytes) {
    throw new ActionRefused({
      kind: "too_large",
      message: `An archive may have ${limits.archiveBytes / 1024 / 1024} MB. Split it into smaller ones.`,
    });
  }
  const archive = openOrReason(bytes);
  if (typeof archive === "string") return { failure: archive, files: [] };
  const files: ArchivedFile[] = [];
  for (const entry of archive.entries) {
    const path = cleanPath(entry.name);
    if (path === null) continue;
    files.push({ path, ...(await addEntry(deps, envelope, { archive, entry, path, lang })) });
  }
  return { failure: files.length === 0 ? "empty" : null, files };
};

type Entry = {
  readonly archive: Archive;
  readonly entry: ArchiveEntry;
  readonly path: string;
  readonly lang: "en" | "zh" | null;
};

const addEntry = async (
  deps: KnowledgeDeps,
  envelope: Envelope,
  { archive, entry, path, lang }: Entry,
): Promise<Omit<ArchivedFile, "path">> => {
  if (entry.unpackedBytes > limits.sourceBytes) return refused("too_large");
  try {
    const bytes = await archive.read(entry);
    if (isArchive(bytes)) return refused("nested_archive");
    const reason = reasonAgainst(bytes, path);
    if (reason !== null) return refused(reason);
    const added = await addSource(deps, envelope, { kind: "file", filename: path, lang, bytes });
    return { ...added, failure: null };
  } catch (error) {
    if (error instanceof SourceFailure) return refused(error.reason);
    // The one conflict there is: as many sources as a workspace may have.
    const isFull = error instanceof ActionRefused && error.kind === "conflict";
    if (isFull) return refused("knowledge_full");
    throw error;
  }
};

/** Pictures and programs lie beside documents in archives: they are named, not made failed sources. */
const reasonAgainst = (bytes: Uint8Array, filename: string): FailureReason | null => {
  try {
    detectType(bytes, { filename, mime: null });
    return null;
  } catch (error) {
    const { reason } = asFailure(error);
    return reason === "unsupported" || reason === "empty" ? reason : null;
  }
};

const openOrReason = (bytes: Uint8Array): Archive | FailureReason => {
  try {
    return openArchive(bytes);
  } catch (error) {
    return asFailure(error).reason;
  }
};

const asFailure = (error: unknown): SourceFailure => {
  if (error instanceof SourceFailure) return error;
  throw error;
};

const refused = (failure: FailureReason) => ({ sourceId: null, isNew: false, failure });
