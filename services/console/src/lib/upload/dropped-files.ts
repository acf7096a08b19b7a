const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

/** A reader answers with a hundred entries at a time, and with none at the end. */
async function* entriesIn(folder: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = folder.createReader();
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return;
    yield* some;
  }
}

async function* walk(entry: FileSystemEntry): AsyncGenerator<File> {
  if (isFile(entry)) yield await fileOf(entry);
  else if (isFolder(entry)) for await (const inner of entriesIn(entry)) yield* walk(inner);
}

async function* walkAll(entries: readonly FileSystemEntry[], loose: readonly File[]): AsyncGenerator<File> {
  yield* loose;
  for (const entry of entries) yield* walk(entry);
}

/**
 * The files that were dropped, those of folders too, found as they are asked for. To be called while the event is
 * handled: the browser forgets afterwards what was dropped.
 */
export const droppedFiles = ({ items, files }: DataTransfer): AsyncIterable<File> => {
  const entries = [...items].flatMap((item) => (item.kind === 'file' ? (item.webkitGetAsEntry() ?? []) : []));
  return walkAll(entries, entries.length === 0 ? [...files] : []);
};

/** The same of a file chooser. */
export const chosenFiles = (files: readonly File[]): AsyncIterable<File> => walkAll([], files);
