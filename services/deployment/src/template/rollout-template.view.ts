import type { StoredTemplate } from '@tutti/contracts/deployment';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { rolloutTemplateListProjection } from './rollout-template-list.projection';
import { rolloutTemplateListTable } from './rollout-template-list.table';

/** Templates by their streams. */
export class RolloutTemplateView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'templates'>,
  ) {}

  async find(streamId: string, position: number): Promise<StoredTemplate | undefined> {
    await this.projections.templates.waitFor(position);
    const row = await liveRows(this.database, rolloutTemplateListTable, rolloutTemplateListProjection)
      .andWhere('row.id = :streamId', { streamId })
      .getOne();
    if (!row) return undefined;
    const { template, changedAt, changedBy, version } = row;
    return { streamId, template, changedAt: new Date(changedAt).toISOString(), changedBy, version };
  }
}
