import { expect, test } from 'vitest';
import { droppedFiles } from './dropped-files';

const entry = (name: string, readable = true) => ({
  isFile: true,
  isDirectory: false,
  fullPath: `/${name}`,
  file: (found: (file: File) => void, failed: () => void) =>
    readable ? found(new File([name], name)) : failed(),
});

/** As browsers give it out: a few entries at a time, none at the end; an undefined part cannot be read. */
const folder = (name: string, ...parts: (readonly object[] | undefined)[]) => ({
  isFile: false,
  isDirectory: true,
  fullPath: `/${name}`,
  createReader: () => ({
    readEntries: (found: (entries: readonly object[]) => void, failed: () => void) => {
      const part = parts.length === 0 ? [] : parts.shift();
      return part ? found(part) : failed();
    },
  }),
});

const dropOf = (...entries: readonly object[]): Pick<DataTransfer, 'items' | 'files'> => ({
  items: entries.map((one) => ({
    kind: 'file',
    webkitGetAsEntry: () => one,
  })) as unknown as DataTransferItemList,
  files: [] as unknown as FileList,
});

test('one entry that cannot be read is named, and keeps no later one back', async () => {
  const first = folder('a', [entry('1.jpg'), entry('a/locked.jpg', false), entry('2.jpg')]);
  const torn = folder('b', [folder('c', [entry('3.jpg')], undefined)], [entry('4.jpg')]);
  const found = [];
  for await (const one of droppedFiles(dropOf(first, torn, entry('5.jpg'))))
    found.push('fault' in one ? one : one.name);
  expect(found).toEqual([
    '1.jpg',
    { name: '/a/locked.jpg', fault: 'unreadable' },
    '2.jpg',
    '3.jpg',
    { name: '/c', fault: 'folder' },
    '4.jpg',
    '5.jpg',
  ]);
});
