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
