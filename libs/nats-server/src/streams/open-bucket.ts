import { type KV, Kvm } from '@nats-io/kv';
import { type NatsConnection } from '@nats-io/transport-node';
import { type BucketName } from './names';

/**
 * A bucket that is read key by key (direct get): a service may read its own keys, not the bucket. Remove keys by
 * `delete`, not by `purge`. In a cluster such a read may be answered by a replica that is a moment behind.
 */
export const openBucket = (connection: NatsConnection, bucket: BucketName): Promise<KV> =>
  new Kvm(connection).open(bucket, { allow_direct: true });
