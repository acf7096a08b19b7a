import { defineErrors } from '@tutti/contracts/common';

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
