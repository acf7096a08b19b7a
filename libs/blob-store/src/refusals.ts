import { DomainError } from '@tutti/kernel';
import { blobErrors } from './blob-errors';
import type { ByteRange } from './port';

export const tooLarge = (maxBytes: number): DomainError =>
  new DomainError(blobErrors['blob.too-large'], { detail: `At most ${maxBytes} bytes are accepted here.` });

export const digestMismatch = (found: string, announced: string): DomainError =>
  new DomainError(blobErrors['blob.digest-mismatch'], {
    detail: `The bytes have sha256 ${found}, announced was ${announced}.`,
  });

export const sizeMismatch = (found: number, announced: number): DomainError =>
  new DomainError(blobErrors['blob.size-mismatch'], {
    detail: `There were ${found} bytes, announced were ${announced}.`,
  });

export const storageFull = (cause: unknown): DomainError =>
  new DomainError(blobErrors['blob.storage-full'], {
    detail: 'The storage is full. Try again later.',
    cause,
  });

export const uploadNotFound = (): DomainError =>
  new DomainError(blobErrors['upload.not-found'], {
    detail: 'It never began, was abandoned or has expired. Begin anew.',
  });

export const offsetConflict = (offset: number): DomainError =>
  new DomainError(blobErrors['upload.offset-conflict'], {
    detail: `The upload does not stand at byte ${offset}. Ask for its offset and continue there.`,
  });

export const uploadIncomplete = (offset: number, size: number): DomainError =>
  new DomainError(blobErrors['upload.incomplete'], {
    detail: `${offset} of ${size} bytes are here. Send the rest first.`,
  });

/** The part of a blob that a range means. Throws `blob.range-invalid`. */
export const clippedRange = (
  size: number,
  { offset, length }: ByteRange = { offset: 0 },
): Required<ByteRange> => {
  const whole = Number.isSafeInteger(offset) && offset >= 0 && (length === undefined || length >= 0);
  if (!whole || offset > size)
    throw new DomainError(blobErrors['blob.range-invalid'], {
      detail: `The blob has ${size} bytes.`,
      params: { size },
    });
  return { offset, length: Math.min(length ?? size, size - offset) };
};
