import type { DeploymentWish, StepMinutes, TwinWish } from '@tutti/contracts/deployment';
import type { Timed } from './deadline.state';

export interface Wished {
  readonly id: string;
  readonly wish: DeploymentWish;
}

/** When its rollout was planned. */
export interface Planned {
  readonly id: string;
  readonly plannedAt: string;
  readonly plannedPosition?: number | undefined;
}

/** A deployment on its way. */
export interface Moving extends Wished, Timed {
  readonly stepMinutes: StepMinutes;
  /** Absent of what was offered before this was kept; so is the next one. */
  readonly planned?: Planned;
  /** What is the newest plan again if this one brings nothing. */
  readonly before?: Planned | null | undefined;
}

/** Clocks go wrong, the log does not: they are asked where one of the two does not say its position. */
const isPlannedBefore = (one: Omit<Planned, 'id'>, other: Planned): boolean =>
  one.plannedPosition !== undefined && other.plannedPosition !== undefined
    ? one.plannedPosition < other.plannedPosition
    : Date.parse(one.plannedAt) < Date.parse(other.plannedAt);

/** Where the newest plan comes to nothing, an older one has its turn again. */
export const newestAfter = ({ newest }: DeviceState, { id, before }: Moving, isBrought: boolean) =>
  !isBrought && newest?.id === id && before !== undefined ? before : newest;

/** Who goes before an offer. What a device is to run goes before what it only compares; else the later plan does. */
export const goesBefore = (
  { open, newest }: DeviceState,
  offer: Omit<Planned, 'id'> & Pick<Wished, 'wish'>,
): string | undefined => {
  const isShadow = offer.wish.mode === 'shadow';
  if (isShadow && open?.wish.mode === 'replace') return open.id;
  const later = isShadow ? [newest, open?.planned] : [newest];
  return later.find((other) => other && isPlannedBefore(offer, other))?.id;
};

/** What one device is to run. */
export interface DeviceState {
  readonly open: Moving | null;
  /** The last one that was there to stay. */
  readonly confirmed: Wished | null;
  /** Of those that were to take the model's place and have not failed, by when their rollouts were planned. */
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

/** What the device is to run: what is on its way to it, else what it confirmed. */
export const wishOf = ({ open, confirmed }: DeviceState): TwinWish | null => {
  if (!open) return confirmed && { ...confirmed.wish, deploymentId: confirmed.id, settled: true };
  const { cancelling, cancels } = open.standing;
  const cancel = cancelling === null ? {} : { cancel: cancels };
  return { ...open.wish, deploymentId: open.id, settled: false, ...cancel };
};
