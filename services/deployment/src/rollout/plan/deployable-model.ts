import type { DeployedModel } from '@tutti/contracts/deployment';
import { liveRows } from '@tutti/runtime';
import type { DataSource, EntityManager } from 'typeorm';
import {
  deployableModelListProjection,
  type DeployableModelRow,
} from '../../model/deployable-model-list.projection';
import { deployableModelListTable } from '../../model/deployable-model-list.table';
import {
  deployingStreamListProjection,
  type DeployingStreamRow,
} from '../../model/deploying-stream-list.projection';
import { deployingStreamListTable } from '../../model/deploying-stream-list.table';
import { refused } from '../../refused.decider';

/** A model that devices may be given, and of its stream the score below which its results are warnings. */
export interface DeployableModel {
  readonly model: DeployedModel;
  readonly streamId: string | null;
  readonly warningScore: number | null;
  readonly gate: DeployableModelRow['gate'];
}

const unfit = (detail: string): Error => refused('rollout.model-unfit', detail);

const deployed = ({ id, name, modelVersion, task, ...row }: DeployableModelRow): DeployedModel => {
  if (task === 'tensors')
    throw unfit('Devices judge pictures: a model of task tensors answers requests at the device alone.');
  if (row.retired) throw unfit('It was retired.');
  if (!row.signed) throw unfit('It is not signed yet: try again in a moment.');
  const artifact = { digest: row.digest, bytes: row.bytes };
  return { modelId: id, name, version: modelVersion, task, artifact };
};

export const streamOf = (
  database: DataSource | EntityManager,
  id: string,
): Promise<DeployingStreamRow | null> =>
  liveRows(database, deployingStreamListTable, deployingStreamListProjection)
    .andWhere('row.id = :id', { id })
    .getOne();

/** Throws `rollout.model-unknown` and `rollout.model-unfit`. */
export const deployableModel = async (manager: EntityManager, id: string): Promise<DeployableModel> => {
  const row = await liveRows(manager, deployableModelListTable, deployableModelListProjection)
    .andWhere('row.id = :id', { id })
    .getOne();
  if (!row)
    throw refused('rollout.model-unknown', 'No model has this id.', {
      faults: [{ pointer: '/modelId', detail: 'No model has this id.' }],
    });
  const model = deployed(row);
  const stream = row.streamId === null ? null : await streamOf(manager, row.streamId);
  return { model, streamId: row.streamId, warningScore: stream?.warningScore ?? null, gate: row.gate };
};
