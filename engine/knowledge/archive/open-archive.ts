import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { limits } from "../limits.ts";
import { SourceFailure } from "../source-failure.ts";
import { type ArchiveEntry, readDirectory } from "./read-directory.ts";

/** An archive whose list was read and found within the limits. Nothing is unpacked before it is asked for. */
export type Archive = {
  readonly entries: readonly ArchiveEntry[];
  /** The bytes of an entry. Rejects with SourceFailure: `encrypted`, `unpacks_too_large`, `unsupported`, `broken`. */
  read(entry: ArchiveEntry): Promise<Buffer>;
};

const inflate = promisify(inflateRaw);

/**
 * Opens a ZIP file. Its list is taken from its end, as every program does. Throws SourceFailure: `broken`,
 * `too_many_files`, and `unpacks_too_large` for one that claims to hold far more than its size.
 */
export const openArchive = (bytes: Uint8Array): Archive => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = readDirectory(buffer);
  const packed = entries.reduce((sum, { packedBytes }) => sum + packedBytes, 0);
  const unpacked = entries.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0);
  if (packed > buffer.length) throw broken("Its files lie over one another");
  const ratio = unpacked / Math.max(1, packed);
  const isBomb = unpacked > mebibyte && ratio > limits.unpackRatio;
  if (unpacked > limits.unpackedBytes || isBomb) {
    throw tooLarge(`${unpacked} bytes from ${packed}`);
  }
  return { entries, read: (entry) => readEntry(buffer, entry) };
};

const mebibyte = 1024 * 1024;

const readEntry = async (archive: Buffer, entry: ArchiveEntry): Promise<Buffer> => {
  const { offset, method, packedBytes, unpackedBytes, isEncrypted } = entry;
  if (isEncrypted) throw new SourceFailure({ reason: "encrypted", detail: null });
  if (offset + localHeaderBytes > archive.length || archive.readUInt32LE(offset) !== localMark) {
    throw broken("A file is not where the list says");
  }
  const start =
    offset +
    localHeaderBytes +
    archive.readUInt16LE(offset + 26) +
    archive.readUInt16LE(offset + 28);
  const data = archive.subarray(start, start + packedBytes);
  if (data.length < packedBytes) throw broken("A file is cut off");
  const content = method === stored ? data : await unpack(data, method, unpackedBytes);
  if (content.length !== unpackedBytes) throw broken("A file has another size than the list says");
  if (crc32(content) !== entry.crc32) throw broken("A checksum does not fit");
  return content;
};

const unpack = async (data: Buffer, method: number, unpackedBytes: number): Promise<Buffer> => {
  if (method !== deflated) {
    throw new SourceFailure({ reason: "unsupported", detail: `Compression method ${method}` });
  }
  try {
    // One byte more than was promised ends it: a promise that is too small is how a bomb hides.
    return await inflate(data, { maxOutputLength: Math.max(1, unpackedBytes) });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge("A file is larger than the list says");
    throw broken("Its compression is damaged");
  }
};

const localMark = 0x04034b50;
const localHeaderBytes = 30;
const stored = 0;
const deflated = 8;

const broken = (detail: string) => new SourceFailure({ reason: "broken", detail });
const tooLarge = (detail: string) => new SourceFailure({ reason: "unpacks_too_large", detail });
