import type { DeploymentWish, StepMinutes } from '@tutti/contracts/deployment';
import type { Timed } from './deadline.state';

export interface Wished {
  readonly id: string;
  readonly wish: DeploymentWish;
}

/** A deployment on its way. */
export interface Moving extends Wished, Timed {
  readonly stepMinutes: StepMinutes;
}

/** When its rollout was planned. */
export interface Planned {
  readonly id: string;
  readonly plannedAt: string;
  readonly plannedPosition?: number | undefined;
}

/** Clocks go wrong, the log does not: they are asked where one of the two does not say its position. */
export const isPlannedBefore = (one: Omit<Planned, 'id'>, other: Planned): boolean =>
  one.plannedPosition !== undefined && other.plannedPosition !== undefined
    ? one.plannedPosition < other.plannedPosition
    : Date.parse(one.plannedAt) < Date.parse(other.plannedAt);

/** What one device is to run. */
export interface DeviceState {
  readonly open: Moving | null;
  /** The last one that was there to stay. */
  readonly confirmed: Wished | null;
  /** Of all that were offered, by when their rollouts were planned. */
  readonly newest: Planned | null;
  /** To be superseded or decommissioned, and not known to have ended: until then they may still be confirmed. */
  readonly leaving: readonly Wished[];
  /** Why it is to do nothing. */
  readonly left: 'device-suspended' | 'device-retired' | null;
}

export const initialState: DeviceState = {
  open: null,
  confirmed: null,
  newest: null,
  leaving: [],
  left: null,
};
