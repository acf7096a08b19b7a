import type {
  CommandOrder,
  CommandReport,
  CommandResult,
  DeviceCommandEvent,
} from '@tutti/contracts/devices';
import type { DeviceCommandCommand } from './device-command.decider';

export const deviceId = 'd'.repeat(26);
export const another = 'e'.repeat(26);
export const issuedAt = new Date('2026-11-26T12:00:00.000Z');
export const deadline = new Date('2026-11-26T12:10:00.000Z');
const digest = 'a'.repeat(64);

export const order: CommandOrder = {
  kind: 'infer',
  picture: { sha256: digest, size: 1000, type: 'image/png' },
};
export const result: CommandResult = {
  kind: 'infer',
  model: { name: 'digits', version: 'v1.0', digest, task: 'classification' },
  label: '7',
  score: 0.9,
  probabilities: { '7': 0.9 },
  boxes: [],
  latencyMs: 3,
};
export const failure = { code: 'model.missing', message: 'No model is loaded.' };

export const issued: DeviceCommandEvent = {
  type: 'CommandIssued',
  data: { deviceId, order, deadline: deadline.toISOString() },
};
export const accepted: DeviceCommandEvent = { type: 'CommandAccepted', data: { deviceId } };
export const cancelRequested = (cancel: number): DeviceCommandEvent => ({
  type: 'CommandCancelRequested',
  data: { deviceId, cancel },
});
export const cancelRefused: DeviceCommandEvent = {
  type: 'CommandCancelRefused',
  data: { deviceId, reason: 'Too late.' },
};
export const succeeded: DeviceCommandEvent = { type: 'CommandSucceeded', data: { deviceId, result } };
export const failed: DeviceCommandEvent = { type: 'CommandFailed', data: { deviceId, failure } };
export const expired: DeviceCommandEvent = { type: 'CommandExpired', data: { deviceId } };
export const cancelled = (
  cause: Extract<DeviceCommandEvent, { type: 'CommandCancelled' }>['data']['cause'],
): DeviceCommandEvent => ({ type: 'CommandCancelled', data: { deviceId, cause } });

export const issue: DeviceCommandCommand = {
  type: 'IssueCommand',
  deviceId,
  order,
  at: issuedAt,
  device: 'registered',
  open: 0,
};
export const report = (
  said: CommandReport,
  by: string = deviceId,
): Extract<DeviceCommandCommand, { type: 'ReportCommand' }> => ({
  type: 'ReportCommand',
  deviceId: by,
  report: said,
});
export const said = {
  accepted: report({ state: 'accepted' }),
  running: report({ state: 'running', progress: { step: 'working', share: 0.5 } }),
  succeeded: report({ state: 'succeeded', result }),
  failed: report({ state: 'failed', failure }),
  cancelled: report({ state: 'cancelled' }),
  refused: (cancel: number) => report({ state: 'cancel-refused', cancel, reason: 'Too late.' }),
};
