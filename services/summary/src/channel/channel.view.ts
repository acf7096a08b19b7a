import type { Channel, ChannelStatus } from '@tutti/contracts/summary';
import { liveRows } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { channelListProjection, type ChannelRow } from './channel-list.projection';
import { channelListTable } from './channel-list.table';

const spec: ListSpec<ChannelRow> = {
  name: 'channels',
  fields: {},
  sorts: {},
  defaultSort: [{ column: 'row.name', value: ({ name }) => name, direction: 'ASC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
};

const statusOf = ({ enabled, attention, works }: ChannelRow): ChannelStatus => {
  if (!enabled) return 'off';
  if (attention) return 'needs-attention';
  return works ? 'working' : 'untried';
};

const shown = (row: ChannelRow): Channel => {
  const { id, name, kind, shownAs, route, attention, fromEnvironment, waiting, version } = row;
  return {
    ...{ id, name, kind, shownAs, route, fromEnvironment, waiting, version },
    status: statusOf(row),
    attention: attention?.detail ?? null,
    attentionCode: attention?.code ?? null,
    lastAcceptedAt: row.lastAcceptedAt === null ? null : new Date(row.lastAcceptedAt).toISOString(),
  };
};

export class ChannelView {
  constructor(
    private readonly database: DataSource,
    private readonly projections: Pick<Projections, 'channels'>,
  ) {}

  async find(id: string, position: number): Promise<Channel | undefined> {
    await this.projections.channels.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? shown(row) : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.projections.channels.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: items.map(shown), nextPageToken };
  }

  #rows() {
    return liveRows(this.database, channelListTable, channelListProjection).andWhere('row.removed = :no', {
      no: false,
    });
  }
}
