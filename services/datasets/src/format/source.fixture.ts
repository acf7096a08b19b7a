import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { formatErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import type { FormatSource, SkippedFile } from './source';

/** Files in memory, in the order given. */
export const filesSource = (
  files: Readonly<Record<string, string | Uint8Array>>,
  skipped: readonly SkippedFile[] = [],
): FormatSource => ({
  names: Object.keys(files),
  skipped,
  has: (name) => Object.hasOwn(files, name),
  read: async (name, maxBytes) => {
    const bytes = Buffer.from(files[name] ?? '');
    if (bytes.length > maxBytes)
      throw new DomainError(formatErrors['format.too-large'], { detail: `${name} is too large.` });
    return bytes;
  },
});

/** A folder of `fixtures/`. */
export const fixture = (name: string): FormatSource => {
  const root = join(import.meta.dirname, 'fixtures', name);
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort();
  return filesSource(Object.fromEntries(names.map((file) => [file, readFileSync(join(root, file))])));
};
