import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";

/** A file in an archive, as the archive's list describes it. */
export type ArchiveEntry = {
  /** As it stands in the archive: may be anything. */
  readonly name: string;
  readonly offset: number;
  readonly method: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly crc32: number;
  readonly isEncrypted: boolean;
};

/**
 * Reads the list at the end of a ZIP file ("central directory", APPNOTE 4.3.12), folders left out. The
 * large format (ZIP64) is refused: nothing within the limits needs it.
 */
export const readDirectory = (archive: Buffer): readonly ArchiveEntry[] => {
  const end = findEnd(archive);
  const count = archive.readUInt16LE(end + 10);
  let position = archive.readUInt32LE(end + 16);
  if (count === 0xffff || position === 0xffffffff) throw broken("The large format is not read");
  if (count > limits.archiveEntries) {
    throw new SourceFailure({ reason: "too_many_files", detail: `${count} files` });
  }
  const entries: ArchiveEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    if (position + headerBytes > archive.length || archive.readUInt32LE(position) !== headerMark) {
      throw broken("Its list of files is damaged");
    }
    const nameStart = position + headerBytes;
    const nameEnd = nameStart + archive.readUInt16LE(position + 28);
    const name = decodeName(archive.subarray(nameStart, nameEnd));
    const flags = archive.readUInt16LE(position + 8);
    if (!name.endsWith("/")) {
      entries.push({
        name,
        offset: archive.readUInt32LE(position + 42),
        method: archive.readUInt16LE(position + 10),
        packedBytes: archive.readUInt32LE(position + 20),
        unpackedBytes: archive.readUInt32LE(position + 24),
        crc32: archive.readUInt32LE(position + 16),
        isEncrypted: (flags & 1) === 1,
      });
    }
    position = nameEnd + archive.readUInt16LE(position + 30) + archive.readUInt16LE(position + 32);
  }
  return entries;
};

const headerMark = 0x02014b50;
const headerBytes = 46;
const endMark = 0x06054b50;
const endBytes = 22;
/** A comment of up to 65,535 bytes may follow the end record. */
const maxCommentBytes = 0xffff;

const findEnd = (archive: Buffer): number => {
  const first = Math.max(0, archive.length - endBytes - maxCommentBytes);
  for (let position = archive.length - endBytes; position >= first; position -= 1) {
    if (archive.readUInt32LE(position) === endMark) return position;
  }
  throw broken("The end of the archive is missing");
};

/** Archives made on Chinese Windows name their files in GBK and do not say so. */
const decodeName = (bytes: Uint8Array): string => {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding: the next, and at last one that takes any bytes.
    }
  }
  return Buffer.from(bytes).toString("latin1");
};

const broken = (detail: string) => new SourceFailure({ reason: "broken", detail });
