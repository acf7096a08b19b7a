import type { Projection, Recorded } from '@tutti/kernel';
import type {
  CancelCause,
  CommandFailure,
  CommandKind,
  CommandOrder,
  CommandOutcome,
  CommandResult,
  CommandStatus,
  DeviceCommandEvent,
} from '@tutti/contracts/devices';

/** One command as the log tells it. Times in milliseconds since 1970. */
export interface DeviceCommandRow {
  readonly id: string;
  readonly deviceId: string;
  readonly kind: CommandKind;
  readonly order: CommandOrder;
  readonly status: CommandStatus;
  readonly issuedAt: number;
  readonly issuedBy: string | null;
  readonly deadline: number;
  readonly acceptedAt: number | null;
  readonly finishedAt: number | null;
  readonly result: CommandResult | null;
  readonly failure: CommandFailure | null;
  readonly cancelCause: CancelCause | null;
  readonly cancelRefusal: string | null;
  readonly late: CommandOutcome | null;
  readonly version: number;
}

type LaterEvent = Exclude<DeviceCommandEvent, { type: 'CommandIssued' }>;

const issued = (
  { aggregateId, aggregateVersion, time, metadata }: Recorded,
  { deviceId, order, deadline }: Extract<DeviceCommandEvent, { type: 'CommandIssued' }>['data'],
): DeviceCommandRow => ({
  id: aggregateId,
  deviceId,
  kind: order.kind,
  order,
  status: 'issued',
  issuedAt: time.getTime(),
  issuedBy: metadata.authId ?? null,
  deadline: Date.parse(deadline),
  acceptedAt: null,
  finishedAt: null,
  result: null,
  failure: null,
  cancelCause: null,
  cancelRefusal: null,
  late: null,
  version: aggregateVersion,
});

const changed = (row: DeviceCommandRow, event: LaterEvent, at: number): DeviceCommandRow => {
  switch (event.type) {
    case 'CommandAccepted':
      return { ...row, status: 'accepted', acceptedAt: at };
    case 'CommandCancelRequested':
      return { ...row, status: 'cancelling', cancelRefusal: null };
    case 'CommandCancelRefused':
      return { ...row, status: 'accepted', cancelRefusal: event.data.reason };
    case 'CommandCancelled':
      return { ...row, status: 'cancelled', finishedAt: at, cancelCause: event.data.cause };
    case 'CommandSucceeded':
      return { ...row, status: 'succeeded', finishedAt: at, result: event.data.result };
    case 'CommandFailed':
      return { ...row, status: 'failed', finishedAt: at, failure: event.data.failure };
    case 'CommandExpired':
      return { ...row, status: 'expired', finishedAt: at };
    case 'CommandReportedLate':
      return { ...row, late: event.data.outcome };
    default:
      return event satisfies never;
  }
};

const project = (
  row: DeviceCommandRow | undefined,
  recorded: Recorded<DeviceCommandEvent>,
): DeviceCommandRow | undefined => {
  const { event, aggregateVersion: version, time } = recorded;
  if (event.type === 'CommandIssued') return issued(recorded, event.data);
  return row && { ...changed(row, event, time.getTime()), version };
};

export const deviceCommandListProjection: Projection<DeviceCommandRow, DeviceCommandEvent> = {
  name: 'device-command-list',
  version: 1,
  subjects: ['evt.devices.device-command.*'],
  handles: [
    'CommandIssued',
    'CommandAccepted',
    'CommandCancelRequested',
    'CommandCancelRefused',
    'CommandCancelled',
    'CommandSucceeded',
    'CommandFailed',
    'CommandExpired',
    'CommandReportedLate',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
