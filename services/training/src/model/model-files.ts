/** The blobs of this context: artifacts, evaluations, thumbnails, signatures. */
export const blobNamespace = 'training';

/** Bytes under a digest never change. */
export const cacheControl = 'private, max-age=31536000, immutable';
