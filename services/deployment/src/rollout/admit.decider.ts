import type { RolloutEvent } from '@tutti/contracts/deployment';
import { portions } from '@tutti/kernel';
import { notEnded, rolloutRefused, statusInWords } from './rollout-refusal.decider';
import type { AdmittedDevices, KnownRollout, RolloutState } from './rollout.state';

/** Devices for the tail. */
export type AdmitDevices = {
  readonly type: 'AdmitDevices';
  readonly kind: AdmittedDevices['kind'];
  readonly devices: AdmittedDevices['devices'];
};

/** They stand in the aggregate's state, and its snapshot is one message. */
export const mostAdmitted = 10_000;
/** In one command: its events must fit into one commit. */
export const mostAtOnce = 2000;
const mostInEvent = 500;

/** Of each device its newest attempt, unless that one was admitted already. */
const newOnes = (
  { devices }: AdmitDevices,
  admitted: readonly (readonly [string, number])[],
): AdmittedDevices['devices'] => {
  const attempts = new Map(admitted);
  const news = new Map<string, number>();
  for (const { deviceId, attempt } of devices)
    if (attempt > Math.max(attempts.get(deviceId) ?? 0, news.get(deviceId) ?? 0)) news.set(deviceId, attempt);
  return [...news].map(([deviceId, attempt]) => ({ deviceId, attempt }));
};

const full = () =>
  rolloutRefused(
    'rollout.too-many-joined',
    `At most ${mostAdmitted} devices may join a rollout or be tried again. Plan another one for the rest.`,
    { most: mostAdmitted },
  );

/** Throws `rollout.too-many-joined` unless all of them can be tried again: they are, or none is. */
export const assertRoom = (rollout: KnownRollout, devices: AdmittedDevices['devices']): void => {
  const news = newOnes({ type: 'AdmitDevices', kind: 'retried', devices }, rollout.admitted);
  if (rollout.admitted.length + news.length > mostAdmitted) throw full();
};

/** Of those that join late as many as there is room for. */
const fitting = (
  { kind }: AdmitDevices,
  { admitted }: KnownRollout,
  devices: AdmittedDevices['devices'],
): AdmittedDevices['devices'] => {
  const room = mostAdmitted - admitted.length;
  if (devices.length > room && (kind === 'retried' || room === 0)) throw full();
  return devices.slice(0, room);
};

export const admitDevices = (command: AdmitDevices, state: RolloutState): readonly RolloutEvent[] => {
  const { kind } = command;
  const rollout = notEnded(state);
  if (rollout.status !== 'running' && rollout.status !== 'paused')
    throw rolloutRefused('rollout.not-running', statusInWords(rollout));
  const devices = newOnes(command, rollout.admitted);
  if (devices.length === 0 && kind === 'retried')
    throw rolloutRefused(
      'rollout.nothing-to-retry',
      'No such device has failed, or it is being tried again already.',
    );
  return [...portions(fitting(command, rollout, devices), mostInEvent)].map((some) => ({
    type: 'DevicesAdmitted',
    data: { kind, devices: [...some] },
  }));
};
