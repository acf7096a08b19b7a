import { createHash } from 'node:crypto';
import { telemetryBatches, telemetryEnvelope, type FailureEntry } from '@tutti/contracts/devices';
import type { Received } from '@tutti/runtime';
import type { Cause, Causes } from '../tell/causes';
import { infoOf, type Tell } from '../tell/tell.process';
import type { DeviceNames } from './device-names';

interface Failures {
  readonly journal: string;
  readonly entries: readonly FailureEntry[];
}

/** An entry that breaks its schema costs that entry. */
export const readFailures = (payload: unknown): Failures => {
  const { journal, entries } = telemetryEnvelope.parse(payload);
  return {
    journal,
    entries: entries.flatMap(
      (one) => telemetryBatches.failure.shape.entries.element.safeParse(one).data ?? [],
    ),
  };
};

/** The same for a message that comes twice. */
const causeId = (deviceId: string, journal: string, { seq }: FailureEntry): string =>
  createHash('sha256')
    .update(JSON.stringify(['failures', deviceId, journal, seq]))
    .digest('hex');

const tellOf = (source: Tell['source'], receivedAt: Date, entry: FailureEntry): Tell => {
  const { model, type: code, message } = entry;
  const info = infoOf({ message, code, model: model?.name, modelVersion: model?.version });
  const tell = {
    type: 'Tell',
    code: 'inference.failures',
    source,
    at: receivedAt.toISOString(),
    info,
  } as const;
  // A model that is wrong is wrong on all edges that have it: one matter.
  return model ? { ...tell, matter: `${model.name} ${model.version} ${code}` } : tell;
};

/** One for each edge and matter, with how often it happened and the newest of it. */
export const causesOf = (
  batch: readonly Received<Failures>[],
  names: ReadonlyMap<string, string>,
): readonly Cause[] => {
  const causes = new Map<string, Cause>();
  for (const { deviceId, receivedAt, body } of batch) {
    const name = names.get(deviceId);
    if (name === undefined) continue;
    for (const entry of body.entries) {
      const tell = tellOf({ id: deviceId, name }, receivedAt, entry);
      const key = `${deviceId} ${tell.matter ?? ''}`;
      const known = causes.get(key);
      const id = known?.id ?? causeId(deviceId, body.journal, entry);
      causes.set(key, { id, tell, times: (known?.times ?? 0) + 1, joins: true });
    }
  }
  return [...causes.values()];
};

/** Pictures that edges could not judge. An edge may fail at every picture: what waits to be told is counted up. */
export class FailureWatch {
  constructor(
    private readonly causes: Causes,
    private readonly names: DeviceNames,
  ) {}

  readonly store = async (batch: readonly Received<Failures>[]): Promise<void> => {
    const news = batch.filter(({ receivedAt }) => this.causes.isNews(receivedAt));
    const names = await this.names(new Set(news.map(({ deviceId }) => deviceId)));
    await this.causes.add(causesOf(news, names));
  };
}
