import type {
  DeploymentEvent,
  DeploymentStatus,
  DeploymentWish,
  StepMinutes,
} from '@tutti/contracts/deployment';
import { atOffer, standingAfter, statusOf, type Standing } from './standing.state';

/** One model on its way to one device. */
export interface OfferedDeployment {
  readonly status: DeploymentStatus;
  readonly deviceId: string;
  readonly rolloutId: string;
  readonly group: number;
  readonly wish: DeploymentWish;
  readonly stepMinutes: StepMinutes;
  readonly standing: Standing;
  /** What the device said of an end after the end is on record; there will be no second one. */
  readonly late: boolean;
  /** How often it was brought back after it had been confirmed, and when last, by the device; absent: never. */
  readonly restored?: { readonly times: number; readonly at: string };
}

export type DeviceDeploymentState = { readonly status: 'initial' } | OfferedDeployment;

export const initialState: DeviceDeploymentState = { status: 'initial' };

interface OpenDeployment extends OfferedDeployment {
  readonly standing: Standing & { readonly ended: null };
}

export const isOpen = (state: DeviceDeploymentState): state is OpenDeployment =>
  state.status !== 'initial' && state.standing.ended === null;

/** What every event of a deployment says. */
export const aboutOf = ({ deviceId, rolloutId, group }: OfferedDeployment) => ({
  deviceId,
  rolloutId,
  group,
});

export const evolve = (state: DeviceDeploymentState, event: DeploymentEvent): DeviceDeploymentState => {
  if (event.type === 'DeploymentOffered') {
    const { deviceId, rolloutId, group, wish, stepMinutes } = event.data;
    return {
      status: 'offered',
      ...{ deviceId, rolloutId, group, wish, stepMinutes },
      standing: atOffer,
      late: false,
    };
  }
  if (state.status === 'initial') return state;
  if (event.type === 'DeploymentReportedLate') return { ...state, late: true };
  if (event.type === 'DeploymentRestored') {
    const times = (state.restored?.times ?? 0) + 1;
    return { ...state, restored: { times, at: event.data.at } };
  }
  const standing = standingAfter(state.standing, event);
  return { ...state, standing, status: statusOf(standing) };
};
