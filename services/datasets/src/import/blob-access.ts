import type { BlobStore } from '@tutti/blob-store';
import { importErrors } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import type { RandomAccess } from '../archive/random-access';
import { blobNamespace } from '../item/picture-intake';

const gone = (): DomainError =>
  new DomainError(importErrors['import.archive-gone'], {
    detail: 'The blob store no longer has the archive. Upload it again.',
  });

/** A blob to be read from anywhere, where it lies: no copy of it is made. */
export const openBlobAccess = async (blobs: BlobStore, sha256: string): Promise<RandomAccess> => {
  const blob = await blobs.stat(blobNamespace, sha256);
  if (!blob) throw gone();
  const { size } = blob;
  return {
    size,
    close: () => Promise.resolve(),
    read: async (position, wanted) => {
      const length = Math.max(0, Math.min(wanted, size - position));
      if (length === 0) return Buffer.alloc(0);
      const found = await blobs.open(blobNamespace, sha256, { offset: position, length });
      if (!found) throw gone();
      const chunks: Buffer[] = [];
      for await (const chunk of found.stream) chunks.push(chunk as Buffer);
      return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
    },
  };
};
