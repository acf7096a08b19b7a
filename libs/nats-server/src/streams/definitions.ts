import { nanos } from '@nats-io/transport-node';
import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { type BlobContext, blobContexts, blobStream, type BucketName, bucketStream, logNames } from './names';

export interface ProvisionOptions {
  /** 1, or 3 in a cluster. */
  readonly replicas?: 1 | 3;
  /** Days that telemetry stays in its log (7 when absent); its tables have their own age limit. */
  readonly telemetryDays?: number;
  /** Bytes that the telemetry log may take (1 GiB when absent); the oldest goes first. The server reserves them. */
  readonly telemetryBytes?: number;
  /**
   * Bytes that the blobs of one context may take, each in a bucket of its own; the server reserves them. No buckets are
   * made when absent: blobs are elsewhere. Once made they are never removed.
   */
  readonly blobBytes?: number | undefined;
}

export type Definition = Partial<StreamConfig> & { readonly name: string };

const day = 24 * 60 * 60 * 1000;
const mebibyte = 1024 * 1024;
/**
 * The shortest that a server takes; 0 would mean two minutes. Nothing of ours sets `Nats-Msg-Id` (commits have
 * expectations, telemetry its journal keys), so nothing of ours can be suppressed by somebody's chosen id.
 */
const shortestWindow = nanos(100);

const common = (replicas: number): Partial<StreamConfig> => ({
  retention: RetentionPolicy.Limits,
  storage: StorageType.File,
  num_replicas: replicas,
  duplicate_window: shortestWindow,
  allow_rollup_hdrs: false,
  allow_direct: true,
});

const logs = (options: ProvisionOptions): Definition[] => {
  const base = common(options.replicas ?? 1);
  return [
    {
      ...base,
      name: logNames.log,
      subjects: ['evt.>'],
      discard: DiscardPolicy.New,
      max_age: 0,
      // An envelope is at most 256 KiB (design §3); headers come on top.
      max_msg_size: 384 * 1024,
      max_consumers: 4096,
      allow_atomic: true,
      deny_delete: true,
      deny_purge: true,
    },
    {
      ...base,
      name: logNames.telemetry,
      subjects: ['tel.>'],
      discard: DiscardPolicy.Old,
      max_age: nanos((options.telemetryDays ?? 7) * day),
      max_bytes: options.telemetryBytes ?? 1024 * mebibyte,
      max_consumers: 256,
    },
    // Parking must not lose what it parks: when this is full, publishing fails and the process stops.
    {
      ...base,
      name: logNames.deadLetters,
      subjects: ['dlq.>'],
      discard: DiscardPolicy.New,
      max_bytes: 256 * mebibyte,
      max_consumers: 256,
    },
    // A job stays until a trainer has acknowledged it. A queue that is full refuses: its writer waits.
    {
      ...base,
      name: logNames.trainingJobs,
      subjects: ['train.>'],
      retention: RetentionPolicy.Workqueue,
      discard: DiscardPolicy.New,
      max_bytes: 64 * mebibyte,
      max_msg_size: 64 * 1024,
      max_consumers: 256,
    },
  ];
};

/**
 * One value per key and no history. Without rollups: `Nats-Rollup: all` on one's own key would empty the bucket of
 * everybody, so a key is removed by `kv.delete`, never by `kv.purge`.
 */
const bucket = (name: BucketName, replicas: number, extra: Partial<StreamConfig> = {}): Definition => ({
  ...common(replicas),
  name: bucketStream(name),
  subjects: [`$KV.${name}.>`],
  discard: DiscardPolicy.New,
  max_msgs_per_subject: 1,
  max_consumers: 256,
  ...extra,
});

/**
 * An object store of one context (ADR-20 of NATS): chunks, metadata, and beside them what uploads are under way. Rollups
 * replace metadata; the bucket has one writer, who could empty it by other means too.
 */
const blobs = (context: BlobContext, replicas: number, maxBytes: number): Definition => ({
  ...common(replicas),
  name: blobStream(context),
  subjects: ['C', 'M', 'U'].map((kind) => `$O.${context}.${kind}.>`),
  discard: DiscardPolicy.New,
  max_bytes: maxBytes,
  max_consumers: 16,
  allow_rollup_hdrs: true,
});

/** Every log and bucket of an installation. */
export const definitions = (options: ProvisionOptions): readonly Definition[] => {
  const replicas = options.replicas ?? 1;
  return [
    ...logs(options),
    ...(['twin', 'snapshots', 'vault', 'person', 'jwks'] as const).map((name) => bucket(name, replicas)),
    // Requests that nobody asked for: bounded in time and bytes, so that they cannot crowd anything out.
    bucket('pending', replicas, { max_age: nanos(day), max_bytes: 16 * mebibyte, max_msg_size: 16 * 1024 }),
    ...(options.blobBytes === undefined ? [] : blobContexts).map((context) =>
      blobs(context, replicas, options.blobBytes ?? 0),
    ),
  ];
};
