import { telemetryBatches, telemetryEnvelope } from '@tutti/contracts/devices';
import { mergeMany, transaction } from '@tutti/database';
import { portions } from '@tutti/kernel';
import { liveRows, type Received } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { streamListProjection } from '../stream/stream-list.projection';
import { streamListTable } from '../stream/stream-list.table';
import { streamModelListProjection } from '../stream/stream-model-list.projection';
import { streamModelListTable } from '../stream/stream-model-list.table';
import { streamResultPlan, streamResultTable, type StreamResultRow } from './stream-result.table';

const entry = telemetryBatches.inference.shape.entries.element
  .pick({ at: true, score: true, model: true })
  .extend({ boxes: z.array(z.unknown()) });
type Entry = z.infer<typeof entry>;

/** As far as it makes sense: an entry that breaks its schema costs that entry. */
export const readResults = (payload: unknown): readonly Entry[] =>
  telemetryEnvelope.parse(payload).entries.flatMap((candidate) => entry.safeParse(candidate).data ?? []);

const minuteMs = 60_000;
/** Asked for with one statement: databases bound what they take, and a device may name as many models as it has results. */
const atOnce = 500;

/** Nobody asks for the minutes of a device whose clock is wrong: then it counts when it came. */
const minuteOf = ({ at }: Entry, receivedAt: number): number => {
  const time = Date.parse(at);
  const sound = time <= receivedAt + minuteMs ? time : receivedAt;
  return sound - (sound % minuteMs);
};

interface Owner {
  readonly streamId: string;
  readonly warningScore: number | null;
}

/** That a detector found nothing says nothing of doubt. */
const isWarning = ({ score, model, boxes }: Entry, { warningScore }: Owner): boolean =>
  warningScore !== null && score < warningScore && (model.task === 'classification' || boxes.length > 0);

/** Counts what devices say with a stream's models, by minute. */
export class StreamResults {
  constructor(private readonly database: DataSource) {}

  async store(messages: readonly Received<readonly Entry[]>[]): Promise<void> {
    const digests = new Set(messages.flatMap(({ body }) => body.map(({ model }) => model.digest)));
    const owners = await this.#ownersOf([...digests]);
    if (owners.size === 0) return;
    const rows = new Map<string, StreamResultRow>();
    for (const { receivedAt, body } of messages)
      for (const one of body) {
        const owner = owners.get(one.model.digest);
        if (!owner) continue;
        const { streamId } = owner;
        const at = minuteOf(one, receivedAt.getTime());
        const { results, warnings } = rows.get(`${streamId} ${at}`) ?? { results: 0, warnings: 0 };
        const more = isWarning(one, owner) ? 1 : 0;
        rows.set(`${streamId} ${at}`, { streamId, at, results: results + 1, warnings: warnings + more });
      }
    await transaction(this.database, (manager) =>
      mergeMany(manager, streamResultTable, [...rows.values()], streamResultPlan),
    );
  }

  /** Of the minutes after a time. */
  async since(
    streamId: string,
    after: number,
  ): Promise<{ readonly results: number; readonly warnings: number }> {
    const sums = await this.database
      .createQueryBuilder(streamResultTable, 'row')
      .select('SUM(row.results)', 'results')
      .addSelect('SUM(row.warnings)', 'warnings')
      .where('row.streamId = :streamId AND row.at > :after', { streamId, after })
      .getRawOne<Readonly<Record<'results' | 'warnings', number | string | null>>>();
    return { results: Number(sums?.results ?? 0), warnings: Number(sums?.warnings ?? 0) };
  }

  async #ownersOf(digests: readonly string[]): Promise<ReadonlyMap<string, Owner>> {
    const streams = new Map<string, string>();
    for (const some of portions(digests, atOnce))
      for (const { digest, streamId } of await liveRows(
        this.database,
        streamModelListTable,
        streamModelListProjection,
      )
        .andWhere('row.digest IN (:...some) AND row.streamId IS NOT NULL', { some })
        .getMany())
        if (streamId !== null) streams.set(digest, streamId);
    const scores = await this.#scoresOf([...new Set(streams.values())]);
    return new Map(
      [...streams].flatMap(([digest, streamId]) => {
        const warningScore = scores.get(streamId);
        return warningScore === undefined ? [] : [[digest, { streamId, warningScore }] as const];
      }),
    );
  }

  /** Warning scores by stream, of those that are there. */
  async #scoresOf(ids: readonly string[]): Promise<ReadonlyMap<string, number | null>> {
    const scores = new Map<string, number | null>();
    for (const some of portions(ids, atOnce))
      for (const { id, warningScore } of await liveRows(this.database, streamListTable, streamListProjection)
        .andWhere('row.id IN (:...some)', { some })
        .getMany())
        scores.set(id, warningScore);
    return scores;
  }
}
