import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export const labelsFileName = 'labels.csv';

/** `file,label` per line, quoted where needed, with or without a heading. */
export function parseLabels(text: string): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [file, label] = fieldsOf(line);
    if (file !== undefined && file !== '' && label !== undefined && label !== '') labels.set(file, label);
  }
  if (labels.get('file') === 'label') labels.delete('file');
  return labels;
}

function fieldsOf(line: string): string[] {
  const fields = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...fields].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? (plain ?? '').trim());
}

/** What a folder knows to be true of its pictures; read again when the file has changed. */
export class LabelsFile {
  private labels: ReadonlyMap<string, string> = new Map();
  private readAt = '';

  constructor(private readonly folder: string) {}

  async read(): Promise<ReadonlyMap<string, string>> {
    const path = join(this.folder, labelsFileName);
    const found = await stat(path).catch(() => undefined);
    const version = found === undefined ? '' : `${found.mtimeMs}/${found.size}`;
    if (version !== this.readAt) {
      this.labels =
        found === undefined ? new Map() : parseLabels(await readFile(path, 'utf8').catch(() => ''));
      this.readAt = version;
    }
    return this.labels;
  }
}
