import { archiveErrors, datasetErrors, formatErrors, importErrors } from '@tutti/contracts/datasets';
import { problemTitleIn } from '../../../i18n/server-words';

const advice = {
  'format.outside-schema': 'outsideSchema',
  'format.lossy': 'lossy',
  'format.wrong-task': 'wrongTask',
  'format.unknown': 'unknown',
  'format.ambiguous': 'ambiguous',
  'format.malformed': 'malformed',
  'format.too-large': 'malformed',
  'archive.unreadable': 'archive',
  'archive.truncated': 'archive',
  'archive.overlapping': 'archive',
  'archive.too-many-files': 'archive',
  'archive.too-large': 'archive',
  'archive.file-corrupt': 'archive',
  'archive.file-too-large': 'archive',
  'blob.storage-full': 'full',
  'import.archive-gone': 'gone',
  'dataset.archived': 'dataset',
  'dataset.not-found': 'dataset',
} as const;

type Advice = (typeof advice)[keyof typeof advice] | 'any';

/** What to do about an import that failed so. */
export const adviceOn = (code: string): Advice =>
  Object.hasOwn(advice, code) ? advice[code as keyof typeof advice] : 'any';

const titles: Readonly<Record<string, { readonly title: string }>> = {
  ...archiveErrors,
  ...datasetErrors,
  ...formatErrors,
  ...importErrors,
};

/** What went wrong with an import, in the reader's language; in the server's words where it is not known here. */
export const failureTitle = (
  language: string,
  { code, message }: { readonly code: string; readonly message: string },
): string => problemTitleIn(language, { code, title: titles[code]?.title ?? message });
