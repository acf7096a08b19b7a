import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { type TelemetryKind, telemetryBatches, telemetrySubject } from '@tutti/contracts/devices';

type BatchOf<Kind extends TelemetryKind> = ReturnType<(typeof telemetryBatches)[Kind]['parse']>;

/** All batches of one kind that the server has of a device, each held against the contract. */
export async function received<Kind extends TelemetryKind>(
  core: NatsConnection,
  deviceId: string,
  kind: Kind,
): Promise<BatchOf<Kind>[]> {
  const manager = await jetstreamManager(core, { checkAPI: false });
  const subject = telemetrySubject(deviceId, kind);
  const { state } = await manager.streams.info('TELEMETRY');
  const batches: BatchOf<Kind>[] = [];
  for (let seq = 1; seq <= state.last_seq;) {
    const message = await manager.direct
      .getMessage('TELEMETRY', { seq, next_by_subj: subject })
      .catch(() => null);
    if (message === null) break;
    batches.push(telemetryBatches[kind].parse(message.json()) as BatchOf<Kind>);
    seq = message.seq + 1;
  }
  return batches;
}

/** `journal/seq` of all results that the server has, repeats included. */
export async function receivedKeys(core: NatsConnection, deviceId: string): Promise<string[]> {
  const batches = await received(core, deviceId, 'inference');
  return batches.flatMap(({ journal, entries }) => entries.map(({ seq }) => `${journal}/${seq}`));
}
