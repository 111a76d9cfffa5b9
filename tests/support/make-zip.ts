import { crc32, deflateRawSync } from "node:zlib";

/** A file of a sample archive; `claims` overrules what the archive says of it, for damaged and hostile ones. */
export type ZippedFile = {
  readonly name: string | Uint8Array;
  readonly content: Uint8Array;
  readonly claims?: {
    readonly unpackedBytes?: number;
    readonly flags?: number;
    readonly crc?: number;
  };
};

/** Packs files into a ZIP archive, for tests. */
export const makeZip = (files: readonly ZippedFile[]): Buffer => {
  const bodies: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claims = {} } of files) {
    const nameBytes = Buffer.from(name);
    const data = deflateRawSync(content);
    const header = Buffer.alloc(26);
    header.writeUInt16LE(20, 0);
    header.writeUInt16LE(claims.flags ?? 0, 2);
    header.writeUInt16LE(8, 4);
    header.writeUInt32LE(claims.crc ?? crc32(content), 10);
    header.writeUInt32LE(data.length, 14);
    header.writeUInt32LE(claims.unpackedBytes ?? content.length, 18);
    header.writeUInt16LE(nameBytes.length, 22);
    const local = Buffer.concat([mark(0x04034b50), header, nameBytes, data]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 0]);
    list.push(Buffer.concat([mark(0x02014b50), version, header, place, nameBytes]));
    bodies.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(Buffer.concat(list).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...list, mark(0x06054b50), end]);
};

const mark = (signature: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
};
