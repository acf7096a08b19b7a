/** Logs (JetStream streams) in account CORE. */
export const logNames = {
  log: 'LOG',
  telemetry: 'TELEMETRY',
  deadLetters: 'DEAD_LETTERS',
  trainingJobs: 'TRAIN_JOBS',
} as const;

/** Key-value buckets in account CORE; each is a JetStream stream `KV_<bucket>`. */
export const bucketNames = ['twin', 'snapshots', 'vault', 'person', 'pending', 'jwks'] as const;
export type BucketName = (typeof bucketNames)[number];

export const bucketStream = (bucket: BucketName): string => `KV_${bucket}`;

/** Contexts that keep blobs: each may have an object store bucket, a JetStream stream `OBJ_<context>`. */
export const blobContexts = ['devices', 'datasets', 'training', 'deployment', 'summary'] as const;
export type BlobContext = (typeof blobContexts)[number];

export const blobStream = (context: string): string => `OBJ_${context}`;
