import { portions } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { callingDevices } from '../fleet/shared-read-models';
import { deployableModelListProjection } from '../model/deployable-model-list.projection';
import { deployableModelListTable } from '../model/deployable-model-list.table';
import { rolloutListProjection } from '../rollout/rollout-list.projection';
import { rolloutListTable } from '../rollout/rollout-list.table';

type Names = ReadonlyMap<string, string>;

/** Databases bound what they take with one statement. */
const atOnce = 500;

/** How devices and rollouts are called now. */
export class DeploymentNames {
  constructor(private readonly database: DataSource) {}

  devices(ids: readonly string[]): Promise<Names> {
    return namesOf(ids, (some) =>
      liveRows(this.database, callingDevices.table, callingDevices.projection)
        .select('row.id', 'id')
        .addSelect('row.name', 'name')
        .andWhere('row.id IN (:...some)', { some })
        .getRawMany(),
    );
  }

  rollouts(ids: readonly string[]): Promise<Names> {
    return namesOf(ids, (some) =>
      liveRows(this.database, rolloutListTable, rolloutListProjection)
        .select('row.id', 'id')
        .addSelect('row.name', 'name')
        .andWhere('row.id IN (:...some)', { some })
        .getRawMany(),
    );
  }

  /** Ids of models, by their digests. */
  models(digests: readonly string[]): Promise<Names> {
    return namesOf(digests, (some) =>
      liveRows(this.database, deployableModelListTable, deployableModelListProjection)
        .select('row.digest', 'id')
        .addSelect('row.id', 'name')
        .andWhere('row.digest IN (:...some)', { some })
        .getRawMany(),
    );
  }
}

const namesOf = async (
  ids: readonly string[],
  read: (some: readonly string[]) => Promise<readonly { readonly id: string; readonly name: string }[]>,
): Promise<Names> => {
  const names = new Map<string, string>();
  for (const some of portions([...new Set(ids)], atOnce))
    for (const { id, name } of await read(some)) names.set(id, name);
  return names;
};
