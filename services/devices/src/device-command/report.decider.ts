import type {
  CommandOrder,
  CommandOutcome,
  CommandReport,
  DeviceCommandEvent,
} from '@tutti/contracts/devices';
import { commandRefused, noSuchCommand } from './command-refusal.decider';
import {
  isClosed,
  type ClosedCommand,
  type DeviceCommandState,
  type OpenCommand,
} from './device-command.state';

/** What a device says. Reports come late, twice and in any order. */
export type ReportCommand = {
  readonly type: 'ReportCommand';
  /** Who says it, by the subject that only this device may publish to. */
  readonly deviceId: string;
  readonly report: CommandReport;
};

type Events = readonly DeviceCommandEvent[];
type Told = { readonly deviceId: string };

const assertFits = (outcome: CommandOutcome, { kind }: CommandOrder): void => {
  if (outcome.state === 'succeeded' && outcome.result.kind !== kind)
    throw commandRefused(
      'device-command.report-invalid',
      `A command of kind ${kind} cannot lead to a result of kind ${outcome.result.kind}.`,
    );
};

/** The first word of an end wins. A different one afterwards is kept once, for whoever wonders. */
const afterTheEnd = (told: Told, report: CommandReport, state: ClosedCommand): Events => {
  if (report.state === 'accepted' || report.state === 'running' || report.state === 'cancel-refused')
    return [];
  assertFits(report, state.order);
  if (state.late || report.state === state.status) return [];
  return [{ type: 'CommandReportedLate', data: { ...told, outcome: report } }];
};

const ended = (told: Told, outcome: CommandOutcome, state: OpenCommand): Events => {
  assertFits(outcome, state.order);
  switch (outcome.state) {
    case 'succeeded':
      return [{ type: 'CommandSucceeded', data: { ...told, result: outcome.result } }];
    case 'failed':
      return [{ type: 'CommandFailed', data: { ...told, failure: outcome.failure } }];
    case 'cancelled':
      return [
        {
          type: 'CommandCancelled',
          data: { ...told, cause: state.status === 'cancelling' ? 'user' : 'device' },
        },
      ];
  }
};

export const reportCommand = ({ deviceId, report }: ReportCommand, state: DeviceCommandState): Events => {
  if (state.status === 'initial') throw noSuchCommand();
  if (state.deviceId !== deviceId)
    throw commandRefused('device-command.not-yours', 'A device reports on its own commands only.');
  const told = { deviceId };
  if (isClosed(state)) return afterTheEnd(told, report, state);
  switch (report.state) {
    case 'accepted':
    case 'running':
      return state.status === 'issued' ? [{ type: 'CommandAccepted', data: told }] : [];
    case 'cancel-refused':
      return state.status === 'cancelling' && report.cancel === state.cancels
        ? [{ type: 'CommandCancelRefused', data: { ...told, reason: report.reason } }]
        : [];
    default:
      return ended(told, report, state);
  }
};
