import {
  commandKinds,
  commandStatus,
  type CommandStatus,
  type DeviceCommand,
  type DeviceCommandEvent,
} from '@tutti/contracts/devices';
import { liveRows, type Generated, type ProjectionRunner } from '@tutti/runtime';
import {
  listPage,
  type FieldTable,
  type ListQuery,
  type ListSpec,
  type PageTokens,
} from '@tutti/service-kit';
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import { commandProgressTable, type CommandProgressRow } from './command-progress.table';
import { deviceCommandListProjection, type DeviceCommandRow } from './device-command-list.projection';
import { deviceCommandListTable } from './device-command-list.table';

interface JoinedRow extends Generated<DeviceCommandRow> {
  readonly progress?: CommandProgressRow | null;
}

const encode = (time: Date): number => time.getTime();
export const openStatuses: readonly CommandStatus[] = ['issued', 'accepted', 'cancelling'];

const fields: FieldTable = {
  id: { type: 'string', column: 'row.id' },
  deviceId: { type: 'string', column: 'row.deviceId' },
  kind: { type: 'enum', column: 'row.kind', values: commandKinds },
  status: { type: 'enum', column: 'row.status', values: commandStatus.options },
  issuedBy: { type: 'string', column: 'row.issuedBy' },
  issuedAt: { type: 'time', column: 'row.issuedAt', encode },
  deadline: { type: 'time', column: 'row.deadline', encode },
};

const spec: ListSpec<JoinedRow> = {
  name: 'device-commands',
  fields,
  sorts: {
    issuedAt: { column: 'row.issuedAt', value: ({ issuedAt }) => issuedAt },
    deadline: { column: 'row.deadline', value: ({ deadline }) => deadline },
  },
  defaultSort: [{ column: 'row.issuedAt', value: ({ issuedAt }) => issuedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const time = (at: number): string => new Date(at).toISOString();
const timeOrNull = (at: number | null): string | null => (at === null ? null : time(at));

const toCommand = ({ generation: _, kind: __, progress, ...row }: JoinedRow): DeviceCommand => ({
  ...row,
  issuedAt: time(row.issuedAt),
  deadline: time(row.deadline),
  acceptedAt: timeOrNull(row.acceptedAt),
  finishedAt: timeOrNull(row.finishedAt),
  progress:
    progress && openStatuses.includes(row.status) ? { step: progress.step, share: progress.share } : null,
});

/** Commands as people see them: what the log says, and how far the device has come. */
export class DeviceCommandView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: ProjectionRunner<DeviceCommandRow, DeviceCommandEvent>,
  ) {}

  async find(id: string, position: number): Promise<DeviceCommand | undefined> {
    await this.runner.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? toCommand(row) : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.runner.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: items.map(toCommand), nextPageToken };
  }

  /** Open commands of a device, up to a position of the log. */
  async open(deviceId: string, position: number): Promise<number> {
    await this.runner.waitFor(position);
    return this.#rows()
      .andWhere('row.deviceId = :deviceId AND row.status IN (:...openStatuses)', { deviceId, openStatuses })
      .getCount();
  }

  #rows(): SelectQueryBuilder<JoinedRow> {
    const rows: SelectQueryBuilder<JoinedRow> = liveRows(
      this.database,
      deviceCommandListTable,
      deviceCommandListProjection,
    );
    return rows.leftJoinAndMapOne(
      'row.progress',
      commandProgressTable.options.name,
      'progress',
      'progress.commandId = row.id',
    );
  }
}
