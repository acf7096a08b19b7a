import type { Projection, Recorded } from '@tutti/kernel';
import type { EnrolmentTokenEvent, Tags } from '@tutti/contracts/devices';

export interface EnrolmentTokenRow {
  readonly id: string;
  readonly note: string | null;
  readonly expiresAt: number;
  readonly maxUses: number;
  readonly uses: number;
  readonly autoAccept: boolean;
  readonly site: string | null;
  readonly tags: Tags;
  readonly revoked: boolean;
  readonly issuedAt: number;
  readonly version: number;
}

const issued = (
  { aggregateId, aggregateVersion, time }: Recorded,
  data: Extract<EnrolmentTokenEvent, { type: 'EnrolmentTokenIssued' }>['data'],
): EnrolmentTokenRow => ({
  id: aggregateId,
  note: data.note ?? null,
  expiresAt: Date.parse(data.expiresAt),
  maxUses: data.maxUses,
  uses: 0,
  autoAccept: data.autoAccept,
  site: data.site ?? null,
  tags: data.tags,
  revoked: false,
  issuedAt: time.getTime(),
  version: aggregateVersion,
});

const project = (
  row: EnrolmentTokenRow | undefined,
  recorded: Recorded<EnrolmentTokenEvent>,
): EnrolmentTokenRow | undefined => {
  const { event, aggregateVersion: version } = recorded;
  switch (event.type) {
    case 'EnrolmentTokenIssued':
      return issued(recorded, event.data);
    case 'EnrolmentTokenUsed':
      return row && { ...row, uses: row.uses + 1, version };
    case 'EnrolmentTokenRevoked':
      return row && { ...row, revoked: true, version };
    default:
      return event satisfies never;
  }
};

export const enrolmentTokenListProjection: Projection<EnrolmentTokenRow, EnrolmentTokenEvent> = {
  name: 'enrolment-token-list',
  version: 1,
  subjects: ['evt.devices.enrolment-token.*'],
  handles: ['EnrolmentTokenIssued', 'EnrolmentTokenUsed', 'EnrolmentTokenRevoked'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
