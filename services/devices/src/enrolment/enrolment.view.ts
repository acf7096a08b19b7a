import { fingerprintOf, type DeviceEvent, type Enrolment } from '@tutti/contracts/devices';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import { pageSizeOf, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { deviceListProjection, type DeviceRow } from '../device/device-list.projection';
import { deviceListTable } from '../device/device-list.table';
import type { PendingRequests, StoredRequest } from './pending-requests';

const isKnown = (row: DeviceRow | undefined): row is DeviceRow =>
  row !== undefined && row.registeredAt !== null;

/** Waits in the log, vouched for by a token. */
const fromLog = (row: DeviceRow): readonly Enrolment[] => {
  if (row.waiting === null) return [];
  const { publicKey, requestedAt, ...asked } = row.waiting;
  return [
    {
      ...asked,
      id: row.id,
      serial: row.serial,
      keyFingerprint: fingerprintOf(publicKey),
      kind: isKnown(row) && row.publicKey !== publicKey ? 'new-key' : 'new',
      requestedAt: new Date(requestedAt).toISOString(),
    },
  ];
};

/** Waits outside the log. One that was answered in the moment before it was forgotten does not wait. */
const fromOutside = (
  id: string,
  { request, requestedAt }: StoredRequest,
  row: DeviceRow | undefined,
): readonly Enrolment[] => {
  const { publicKey, note = null, ...asked } = request;
  const isOver = row?.publicKey === publicKey && row.lifecycle !== 'rejected';
  if (isOver) return [];
  return [
    {
      ...asked,
      id,
      note,
      keyFingerprint: fingerprintOf(publicKey),
      kind: isKnown(row) ? 'new-key' : 'new',
      enrolmentTokenId: null,
      requestedAt: new Date(requestedAt).toISOString(),
    },
  ];
};

export interface EnrolmentQuery {
  readonly pageSize?: number | undefined;
  readonly pageToken?: string | undefined;
}

const binding = ['enrolments'];
const orderOf = ({ requestedAt, id }: Enrolment): string => `${requestedAt} ${id}`;

/** Requests that wait for a person, wherever they wait; of one device the newest. */
export class EnrolmentView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: ProjectionRunner<DeviceRow, DeviceEvent>,
    private readonly pending: PendingRequests,
  ) {}

  /** Oldest first. */
  async page({ pageSize, pageToken }: EnrolmentQuery, position: number, tokens: PageTokens) {
    await this.runner.waitFor(position);
    const after = pageToken ? String(tokens.open(pageToken, binding)[0]) : '';
    const waiting = (await this.#waiting()).filter((enrolment) => orderOf(enrolment) > after);
    const items = waiting.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)).slice(0, pageSizeOf(pageSize));
    const last = items.length < waiting.length ? items.at(-1) : undefined;
    return { items, nextPageToken: last ? tokens.seal([orderOf(last)], binding) : '' };
  }

  async #waiting(): Promise<readonly Enrolment[]> {
    const outside = await this.pending.all();
    const rows = await this.#rows([...outside.keys()]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const ids = new Set([...byId.keys(), ...outside.keys()]);
    return [...ids].flatMap((id) => {
      const [stored, row] = [outside.get(id), byId.get(id)];
      const newest = stored ? fromOutside(id, stored, row) : [];
      return newest.length > 0 || !row ? newest : fromLog(row);
    });
  }

  #rows(ids: readonly string[]): Promise<DeviceRow[]> {
    return liveRows(this.database, deviceListTable, deviceListProjection)
      .andWhere('(row.waiting IS NOT NULL OR row.id IN (:...ids))', { ids: [...ids, ''] })
      .getMany();
  }
}
