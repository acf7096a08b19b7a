import type { EntityManager, FindOptionsWhere } from 'typeorm';
import { Between, Not } from 'typeorm';
import { mergeMany } from '@tutti/database';
import {
  fleet,
  folded,
  hour,
  inHour,
  minute,
  ofFleet,
  startOf,
  type RawRow,
  type Rollup,
  type RollupKey,
  type Span,
} from './rollup';

/** Begin of each minute; of one device, or of all. */
export interface Minutes {
  readonly deviceId?: string;
  readonly minutes: readonly number[];
}

const unique = (times: readonly number[]): readonly number[] => [...new Set(times)].sort((a, b) => a - b);

/** Counts minutes, and the hours that they are in, anew from raw rows: what was there before does not matter. */
export const rebuild = async <Raw extends RawRow, Row extends RollupKey>(
  manager: EntityManager,
  rollup: Rollup<Raw, Row>,
  { deviceId, minutes }: Minutes,
): Promise<void> => {
  const { table, plan, raw, reads, of, withFleet } = rollup;
  const devices = deviceId ?? Not(fleet);

  const within = (at: number, span: Span) => Between(at, at + span * 1000 - 1);
  const rows = (where: object): Promise<Row[]> => manager.findBy(table, where);
  const replace = async (where: object, by: readonly Row[]): Promise<void> => {
    await manager.delete(table, where);
    await mergeMany(manager, table, by, plan);
  };

  for (const at of unique(minutes)) {
    const where = { at: within(at, minute), ...(deviceId === undefined ? {} : { deviceId }) };
    const entries = await manager.find(raw, { where: where as FindOptionsWhere<Raw>, select: reads });
    await replace({ deviceId: devices, span: minute, at }, folded(plan, entries.map(of)));
    if (!withFleet) continue;
    const all = await rows({ deviceId: Not(fleet), span: minute, at });
    await replace({ deviceId: fleet, span: minute, at }, folded(plan, all.map(ofFleet)));
  }
  for (const at of unique(minutes.map((one) => startOf(one, hour))))
    for (const whose of withFleet ? [devices, fleet] : [devices]) {
      const all = await rows({ deviceId: whose, span: minute, at: within(at, hour) });
      await replace({ deviceId: whose, span: hour, at }, folded(plan, all.map(inHour)));
    }
};
