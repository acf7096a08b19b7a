import type { CommandOrder, DeviceCommandEvent } from '@tutti/contracts/devices';

interface Known {
  readonly deviceId: string;
  readonly order: CommandOrder;
  readonly deadline: string;
  /** How often somebody asked the device to stop. */
  readonly cancels: number;
}

/** `issued`: nobody knows whether the device has seen it. `cancelling`: the device was asked to stop. */
export interface OpenCommand extends Known {
  readonly status: 'issued' | 'accepted' | 'cancelling';
}

export interface ClosedCommand extends Known {
  readonly status: 'succeeded' | 'failed' | 'expired' | 'cancelled';
  /** Another outcome that came too late is on record; there will be no second one. */
  readonly late: boolean;
  /** Digest of the log lines that it brought. */
  readonly logs?: string | undefined;
}

export type DeviceCommandState = { readonly status: 'initial' } | OpenCommand | ClosedCommand;

export const initialState: DeviceCommandState = { status: 'initial' };

export const isOpen = (state: DeviceCommandState): state is OpenCommand =>
  state.status === 'issued' || state.status === 'accepted' || state.status === 'cancelling';

export const isClosed = (state: DeviceCommandState): state is ClosedCommand =>
  state.status !== 'initial' && !isOpen(state);

const closed = (
  state: DeviceCommandState,
  status: ClosedCommand['status'],
  logs?: string,
): DeviceCommandState => {
  if (!isOpen(state)) return state;
  const { deviceId, order, deadline, cancels } = state;
  return { deviceId, order, deadline, cancels, status, late: false, logs };
};

const moved = (state: DeviceCommandState, change: Partial<OpenCommand>): DeviceCommandState =>
  isOpen(state) ? { ...state, ...change } : state;

export const evolve = (state: DeviceCommandState, event: DeviceCommandEvent): DeviceCommandState => {
  switch (event.type) {
    case 'CommandIssued':
      return { status: 'issued', ...event.data, cancels: 0 };
    case 'CommandAccepted':
      return moved(state, { status: 'accepted' });
    case 'CommandCancelRequested':
      return moved(state, { status: 'cancelling', cancels: event.data.cancel });
    case 'CommandCancelRefused':
      return moved(state, { status: 'accepted' });
    case 'CommandCancelled':
      return closed(state, 'cancelled');
    case 'CommandSucceeded': {
      const { result } = event.data;
      return closed(state, 'succeeded', result.kind === 'collect-logs' ? result.sha256 : undefined);
    }
    case 'CommandFailed':
      return closed(state, 'failed');
    case 'CommandExpired':
      return closed(state, 'expired');
    case 'CommandReportedLate':
      return isClosed(state) ? { ...state, late: true } : state;
    default:
      return event satisfies never;
  }
};
