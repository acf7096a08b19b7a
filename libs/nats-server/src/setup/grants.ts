import { type BlobContext, blobStream, type BucketName, bucketStream, logNames } from '../streams/names';

/** Subjects to publish. What a user may subscribe to is the same for all: its own inbox. */
export type Grants = readonly string[];

/** Reading a whole log: by sequence and by subject, and through consumers of one's own. */
export const readLog = (stream: string): Grants => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.STREAM.MSG.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}.>`,
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.>`,
  // What the client asks for where a durable consumer has several filters.
  `$JS.API.CONSUMER.DURABLE.CREATE.${stream}.*`,
  ...useConsumers(stream),
];

/** Consumers are ours to use, look at and remove; their acknowledgements come in two forms (ADR-15 and its successor). */
const useConsumers = (stream: string): Grants => [
  `$JS.API.CONSUMER.INFO.${stream}.*`,
  `$JS.API.CONSUMER.LIST.${stream}`,
  `$JS.API.CONSUMER.NAMES.${stream}`,
  `$JS.API.CONSUMER.DELETE.${stream}.*`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.*`,
  `$JS.API.CONSUMER.UNPIN.${stream}.*`,
  `$JS.ACK.${stream}.>`,
  `$JS.ACK.*.*.${stream}.>`,
  `$JS.FC.${stream}.>`,
];

/** Reading the keys that match `keys`: by key, and by a watch that is filtered to them. */
export const readKeys = (bucket: BucketName, keys: string): Grants => {
  const stream = bucketStream(bucket);
  return [
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.$KV.${bucket}.${keys}`,
    `$JS.API.CONSUMER.CREATE.${stream}.*.$KV.${bucket}.${keys}`,
    ...useConsumers(stream),
  ];
};

export const writeKeys = (bucket: BucketName, keys: string): Grants => [`$KV.${bucket}.${keys}`];

export const ownKeys = (bucket: BucketName, keys: string): Grants => [
  ...readKeys(bucket, keys),
  ...writeKeys(bucket, keys),
];

/** All of one's own bucket of blobs: chunks and metadata are written, read by subject and from a sequence on, and removed. */
export const ownBlobs = (context: BlobContext): Grants => {
  const stream = blobStream(context);
  return [
    `$O.${context}.>`,
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.STREAM.MSG.DELETE.${stream}`,
    `$JS.API.STREAM.PURGE.${stream}`,
    `$JS.API.DIRECT.GET.${stream}`,
  ];
};

const jobs = logNames.trainingJobs;

/**
 * Where trainers ask for JetStream: `$JS.API` itself is, in an account without JetStream, answered by a refusal. Clients
 * call it the API prefix.
 */
export const trainerApiPrefix = 'TRAINERS';

/** What crosses from the trainers' account to the queue's: looking at consumers and taking jobs, by verb. */
export const jobRequests = ['INFO', 'MSG.NEXT'].map((verb) => `CONSUMER.${verb}.${jobs}`);
/** In the form without a domain: subjects that cross must not overlap. */
export const jobAcknowledgements = `$JS.ACK.${jobs}.>`;

/** Taking jobs from consumers that others made, acknowledging them, and saying that they are worked on. */
export const takeJobs: Grants = [
  ...jobRequests.map((request) => `${trainerApiPrefix}.${request}.*`),
  jobAcknowledgements,
];

/** Putting jobs into the queue and taking them out again; a consumer for each kind of trainer. */
export const ownJobs: Grants = [
  'train.>',
  ...readLog(jobs),
  `$JS.API.STREAM.MSG.DELETE.${jobs}`,
  `$JS.API.STREAM.PURGE.${jobs}`,
];
