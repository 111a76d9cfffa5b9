import type { FoundFile } from "./upload.ts";

/** Most files taken from one drop: a whole disk dropped by mistake must not fill the memory. */
export const mostFiles = 5_000;

/**
 * The files of a drop, those of folders and their folders too, without what systems hide. Call it within
 * the event: its items are gone afterwards.
 */
export const filesOfDrop = async (transfer: DataTransfer): Promise<readonly FoundFile[]> => {
  const entries = [...transfer.items]
    .filter(({ kind }) => kind === "file")
    .map((item) => item.webkitGetAsEntry());
  if (entries.every((entry) => entry === null)) return filesOfList(transfer.files);
  const found: FoundFile[] = [];
  for (const entry of entries) {
    if (entry !== null) await walk(entry, "", found);
  }
  return found;
};

/** The files of a chooser; of a chosen folder with their place in it. */
export const filesOfList = (list: FileList): readonly FoundFile[] =>
  [...list]
    .map((file) => {
      const path = file.webkitRelativePath;
      return { file, folder: path.slice(0, path.length - file.name.length) };
    })
    .filter(({ file, folder }) => !`${folder}${file.name}`.split("/").some(isHidden))
    .slice(0, mostFiles);

const walk = async (entry: FileSystemEntry, folder: string, found: FoundFile[]): Promise<void> => {
  if (found.length >= mostFiles || isHidden(entry.name)) return;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file !== null) found.push({ file, folder });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader answers at most a hundred at a time, and nothing at the end.
  for (;;) {
    const entries = await entriesOf(reader);
    if (entries.length === 0) return;
    for (const one of entries) await walk(one, `${folder}${entry.name}/`, found);
  }
};

/** Null for a file that cannot be opened, as a link that leads nowhere. */
const fileOf = (entry: FileSystemFileEntry): Promise<File | null> =>
  new Promise((resolve) => entry.file(resolve, () => resolve(null)));

const entriesOf = (reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> =>
  new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));

const isHidden = (name: string): boolean =>
  name.startsWith(".") || name === "__MACOSX" || name === "Thumbs.db" || name === "desktop.ini";
