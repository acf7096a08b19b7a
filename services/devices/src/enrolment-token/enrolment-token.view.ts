import type { EnrolmentToken, EnrolmentTokenEvent } from '@tutti/contracts/devices';
import type { Clock } from '@tutti/kernel';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import { listPage, type ListQuery, type ListSpec, type PageTokens } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { enrolmentTokenListProjection, type EnrolmentTokenRow } from './enrolment-token-list.projection';
import { enrolmentTokenListTable } from './enrolment-token-list.table';

const encode = (time: Date): number => time.getTime();

const spec: ListSpec<EnrolmentTokenRow> = {
  name: 'enrolment-tokens',
  fields: {
    id: { type: 'string', column: 'row.id' },
    note: { type: 'string', column: 'row.note' },
    site: { type: 'string', column: 'row.site' },
    tags: { type: 'tags', column: 'row.tags' },
    expiresAt: { type: 'time', column: 'row.expiresAt', encode },
    issuedAt: { type: 'time', column: 'row.issuedAt', encode },
    uses: { type: 'number', column: 'row.uses' },
  },
  sorts: {
    issuedAt: { column: 'row.issuedAt', value: ({ issuedAt }) => issuedAt },
    expiresAt: { column: 'row.expiresAt', value: ({ expiresAt }) => expiresAt },
  },
  defaultSort: [{ column: 'row.issuedAt', value: ({ issuedAt }) => issuedAt, direction: 'DESC' }],
  unique: { column: 'row.id', value: ({ id }) => id, direction: 'DESC' },
};

const statusOf = (
  { revoked, uses, maxUses, expiresAt }: EnrolmentTokenRow,
  now: Date,
): EnrolmentToken['status'] => {
  if (revoked) return 'revoked';
  if (expiresAt <= now.getTime()) return 'expired';
  return uses >= maxUses ? 'used-up' : 'active';
};

const toToken = (row: EnrolmentTokenRow, now: Date): EnrolmentToken => {
  const { expiresAt, issuedAt, revoked: _, ...rest } = row;
  return {
    ...rest,
    status: statusOf(row, now),
    expiresAt: new Date(expiresAt).toISOString(),
    issuedAt: new Date(issuedAt).toISOString(),
  };
};

export class EnrolmentTokenView {
  constructor(
    private readonly database: DataSource,
    private readonly runner: ProjectionRunner<EnrolmentTokenRow, EnrolmentTokenEvent>,
    private readonly clock: Clock,
  ) {}

  async find(id: string, position: number): Promise<EnrolmentToken | undefined> {
    await this.runner.waitFor(position);
    const row = await this.#rows().andWhere('row.id = :id', { id }).getOne();
    return row ? toToken(row, this.clock.now()) : undefined;
  }

  async page(query: ListQuery, position: number, tokens: PageTokens) {
    await this.runner.waitFor(position);
    const { items, nextPageToken } = await listPage(this.#rows(), spec, query, { tokens });
    return { items: items.map((row) => toToken(row, this.clock.now())), nextPageToken };
  }

  #rows() {
    return liveRows(this.database, enrolmentTokenListTable, enrolmentTokenListProjection);
  }
}
