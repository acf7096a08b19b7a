import { transaction } from '@tutti/database';
import type { Connectivity } from '@tutti/contracts/devices';
import { portions } from '@tutti/kernel';
import { In, type DataSource } from 'typeorm';
import { carryStatus } from '../device/carried';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import {
  judge,
  looksLikeOurFault,
  type ConnectivityRules,
  type FleetSilence,
  type Judgement,
} from './connectivity';

export interface JudgeRules extends ConnectivityRules {
  /** Between two heartbeats of a device. */
  readonly heartbeatMs: number;
  /** When more than this share of the fleet falls silent at once, judgement waits. */
  readonly fleetShare: number;
  /** But not for ever. */
  readonly holdMs: number;
}

interface Change {
  readonly row: DeviceStatusRow;
  readonly next: Connectivity;
}

/** Devices per statement. */
const atOnce = 500;

/** Changes of the same kind, in portions: when a fleet comes up, all of it changes at once. */
function* alike(changes: readonly Change[]) {
  const kinds = Map.groupBy(changes, ({ row, next }) => `${row.connectivity} ${next}`);
  for (const kind of kinds.values()) {
    for (const some of portions(kind, atOnce)) {
      const [first] = some;
      if (first) yield { was: first.row.connectivity, next: first.next, ids: some.map(({ row }) => row.id) };
    }
  }
}

/** Turns silence into status. */
export class ConnectivityJudge {
  #heldSince: number | undefined;

  constructor(
    private readonly database: DataSource,
    private readonly rules: JudgeRules,
  ) {}

  /** Looks at every device whose status may have to change. Answers how many changed. */
  async pass(judgement: Judgement): Promise<number> {
    const holds = await this.#holdsStill(judgement);
    const candidates = await this.#candidates(judgement);
    const changed = candidates
      .map((row) => ({ row, next: judge(row, judgement, this.rules) }))
      .filter(({ row, next }) => next !== row.connectivity && (next === 'online' || !holds));
    if (changed.length === 0) return 0;
    await transaction(this.database, async (manager) => {
      for (const { was, next, ids } of alike(changed)) {
        await manager.update(
          deviceStatusTable,
          { id: In(ids), connectivity: was },
          { connectivity: next, connectivitySince: judgement.watermark },
        );
        await carryStatus(manager, ids);
      }
    });
    return changed.length;
  }

  /** While most of the fleet is silent at once, nobody is declared gone: for a while. */
  async #holdsStill(judgement: Judgement): Promise<boolean> {
    if (!looksLikeOurFault(await this.#silence(judgement), this.rules.fleetShare)) {
      this.#heldSince = undefined;
      return false;
    }
    this.#heldSince ??= judgement.watermark;
    return judgement.watermark - this.#heldSince < this.rules.holdMs;
  }

  /** One heartbeat before they turn stale, those who fell silent together are silent together. */
  async #silence({ watermark, watchedSince }: Judgement): Promise<FleetSilence> {
    const before = watermark - this.rules.staleAfterMs + this.rules.heartbeatMs;
    const silent = watchedSince > before ? 'FALSE' : 'status.lastSeenAt < :before';
    const counted = await this.database
      .createQueryBuilder(deviceStatusTable, 'status')
      .select('COUNT(*)', 'online')
      .addSelect(`COALESCE(SUM(CASE WHEN ${silent} THEN 1 ELSE 0 END), 0)`, 'silent')
      .where("status.connectivity = 'online'")
      .setParameters({ before })
      .getRawOne<{ online: number | string; silent: number | string }>();
    return { online: Number(counted?.online ?? 0), silent: Number(counted?.silent ?? 0) };
  }

  #candidates({ watermark }: Judgement): Promise<DeviceStatusRow[]> {
    return this.database
      .createQueryBuilder(deviceStatusTable, 'status')
      .where("(status.connectivity = 'online' AND status.lastSeenAt <= :recent)")
      .orWhere("status.connectivity = 'stale'")
      .orWhere("(status.connectivity IN ('offline', 'never') AND status.lastSeenAt > :recent)")
      .orWhere("(status.connectivity = 'never' AND status.lastSeenAt IS NOT NULL)")
      .setParameters({ recent: watermark - this.rules.staleAfterMs })
      .orderBy('status.id')
      .getMany();
  }
}
