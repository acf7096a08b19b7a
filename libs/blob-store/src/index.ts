export { blobErrors } from './blob-errors';
export { FolderBlobStore } from './folder/folder-blob-store';
export { NatsObjectBlobStore } from './nats/nats-blob-store';
export {
  graceMs,
  type BlobInfo,
  type BlobStore,
  type ByteRange,
  type Content,
  type OpenBlob,
  type PutOptions,
  type StoredBlob,
  type SweepOptions,
  type Swept,
} from './port';
export { maxVerifiedBytes, type Append, type BlobUploads, type NewUpload, type Upload } from './upload-port';
