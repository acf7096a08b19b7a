import type { FoundFile } from './picture-check';

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<FoundFile> =>
  new Promise((resolve) => entry.file(resolve, () => resolve({ name: entry.fullPath, fault: 'unreadable' })));

/** A reader answers with a hundred entries at a time, and with none at the end. */
async function* walkFolder(folder: FileSystemDirectoryEntry): AsyncGenerator<FoundFile> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[] | undefined>((resolve) =>
      reader.readEntries(resolve, () => resolve(undefined)),
    );
    if (!some) yield { name: folder.fullPath, fault: 'folder' };
    if (!some || some.length === 0) return;
    for (const entry of some) yield* walk(entry);
  }
}

async function* walk(entry: FileSystemEntry): AsyncGenerator<FoundFile> {
  if (isFile(entry)) yield await fileOf(entry);
  else if (isFolder(entry)) yield* walkFolder(entry);
}

async function* walkAll(
  entries: readonly FileSystemEntry[],
  loose: readonly File[],
): AsyncGenerator<FoundFile> {
  yield* loose;
  for (const entry of entries) yield* walk(entry);
}

/**
 * The files that were dropped, those of folders too, found as they are asked for. To be called while the event is
 * handled: the browser forgets afterwards what was dropped.
 */
export const droppedFiles = ({
  items,
  files,
}: Pick<DataTransfer, 'items' | 'files'>): AsyncIterable<FoundFile> => {
  const entries = [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  return walkAll(entries, entries.length === 0 ? [...files] : []);
};

/** The same of a file chooser. */
export const chosenFiles = (files: readonly File[]): AsyncIterable<FoundFile> => walkAll([], files);
