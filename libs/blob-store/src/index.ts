export { blobErrors } from './blob-errors';
export { FolderBlobStore } from './folder-blob-store';
export type { BlobInfo, BlobStore, OpenBlob, PutOptions, StoredBlob, SweepOptions } from './port';
