import { defineErrors } from '../common';

/** An archive that is not opened at all. What only one of its files lacks is a line of the import's report instead. */
export const archiveErrors = defineErrors({
  'archive.unreadable': ['unprocessable', 'The file is not a zip archive'],
  'archive.truncated': ['unprocessable', 'The archive is cut off'],
  'archive.overlapping': ['unprocessable', 'The archive claims the same bytes for several files'],
  'archive.too-many-files': ['too-large', 'The archive holds too many files'],
  'archive.too-large': ['too-large', 'The archive is too large when unpacked'],
  'archive.file-unknown': ['not-found', 'The archive holds no such file'],
  'archive.file-too-large': ['too-large', 'A file of the archive is too large'],
  'archive.file-corrupt': ['unprocessable', 'A file of the archive is damaged'],
});

/** An import or export that is refused as a whole, before anything is stored. */
export const formatErrors = defineErrors({
  'format.unknown': ['unprocessable', 'No known format was found'],
  'format.ambiguous': ['unprocessable', 'More than one format was found'],
  'format.malformed': ['unprocessable', 'The data does not follow its format'],
  'format.lossy': ['unprocessable', 'Some of the labels cannot be kept'],
  'format.outside-schema': ['unprocessable', 'Some classes are not in the label schema'],
  'format.wrong-task': ['unprocessable', 'The format does not fit the task'],
  'format.too-large': ['too-large', 'The labels are too large'],
  'format.unsorted': ['unexpected', 'The items to export are not in order'],
});

/** Refusals of imports that no decider makes, and what ends one. */
export const importErrors = defineErrors({
  'import.not-found': ['not-found', 'There is no such import'],
  'import.not-open': ['illegal-state', 'Pictures cannot be sent to the import'],
  'import.archive-gone': ['not-found', 'The bytes of the archive are gone'],
  'import.failed': ['unexpected', 'The import met an unexpected error'],
});
