import type { DeviceEvent, Hardware, OperatingSystem } from '@tutti/contracts/devices';
import { changesOf, type DescriptionChange } from './describe.decider';
import { evolve, isInFleet, waitingKey, type Description, type DeviceState } from './device.state';
import { refuse } from './refusal.decider';

/** What a device says of itself when it asks to join. */
export interface DeviceRequest {
  readonly serial: string;
  readonly publicKey: string;
  readonly hardware: Hardware;
  readonly os: OperatingSystem;
  readonly agentVersion: string;
  readonly note?: string | undefined;
  readonly enrolmentTokenId?: string | undefined;
}

/** A request that a token vouches for: it waits in the log. */
export type RequestDevice = { readonly type: 'RequestDevice'; readonly request: DeviceRequest };

/** A new device whose token accepts by itself: asked and answered in one commit. */
export type RegisterDevice = {
  readonly type: 'RegisterDevice';
  readonly request: DeviceRequest;
  readonly description: Description;
};

interface Answer {
  /** The key that the person saw: another one that took its place meanwhile is not meant. */
  readonly publicKey: string;
  /** The request, when it waited outside the log: it is recorded with its answer. */
  readonly request?: DeviceRequest | undefined;
}
export type AcceptDevice = Answer & { readonly type: 'AcceptDevice'; readonly change: DescriptionChange };
export type RejectDevice = Answer & { readonly type: 'RejectDevice'; readonly reason?: string | undefined };

type Events = readonly DeviceEvent[];

const askable = ({ publicKey }: DeviceRequest, state: DeviceState): void => {
  if (isInFleet(state) && state.publicKey === publicKey)
    refuse('device.already-registered', 'The device is registered with this key: ask for its credentials.');
  if (state.status !== 'initial' && state.retiredKeys.includes(publicKey))
    refuse('device.already-retired', 'The device was retired with this key. Make a new key and ask again.');
};

export const requestDevice = ({ request }: RequestDevice, state: DeviceState): Events => {
  askable(request, state);
  if (waitingKey(state)?.publicKey === request.publicKey)
    refuse('device.already-requested', 'A request with this key waits for an answer already.');
  return [{ type: 'DeviceRequested', data: request }];
};

export const registerDevice = ({ request, description }: RegisterDevice, state: DeviceState): Events => {
  if (state.status !== 'initial')
    refuse('device.already-requested', 'This serial is known: a person answers, whatever the token says.');
  return [
    { type: 'DeviceRequested', data: request },
    { type: 'DeviceRegistered', data: { ...description, publicKey: request.publicKey } },
  ];
};

/** The state in which a request is answered, and the events that lead there. */
const asked = ({ publicKey, request }: Answer, state: DeviceState) => {
  const events: Events =
    request === undefined || waitingKey(state)?.publicKey === request.publicKey
      ? []
      : requestDevice({ type: 'RequestDevice', request }, state);
  const after = events.reduce(evolve, state);
  const waiting = waitingKey(after);
  if (after.status === 'initial')
    refuse('enrolment.not-found', 'No request with this id waits for an answer.');
  if (!waiting) refuse('device.not-requested', 'It was answered already, or it never asked.');
  if (waiting.publicKey !== publicKey)
    refuse(
      'enrolment.request-changed',
      'Another key asks now. Look at the request again before you answer it.',
    );
  return { events, after };
};

export const acceptDevice = (command: AcceptDevice, state: DeviceState): Events => {
  const { events, after } = asked(command, state);
  const { publicKey, change } = command;
  if (isInFleet(after)) {
    const rotated = { type: 'DeviceKeyRotated' as const, data: { publicKey, previousKey: after.publicKey } };
    return [...events, rotated, ...changesOf(after.description, change)];
  }
  const { name, description, site, location, tags = {} } = change;
  const data = {
    name: name ?? after.serial,
    publicKey,
    description: description ?? undefined,
    site: site ?? undefined,
    location: location ?? undefined,
    tags,
  };
  return [...events, { type: 'DeviceRegistered', data }];
};

export const rejectDevice = (command: RejectDevice, state: DeviceState): Events => {
  const { events } = asked(command, state);
  return [...events, { type: 'DeviceRejected', data: { reason: command.reason } }];
};
