import { deploymentEvents, type DeploymentEvent } from '@tutti/contracts/deployment';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { eventName } from '../../lib/words';

/** A step of a deployment. */
export interface Moment {
  readonly id: string;
  readonly name: string;
  /** What this release understands of it. */
  readonly event: DeploymentEvent | undefined;
  readonly at: string;
  /** Since the step before. */
  readonly seconds: number;
}

type KnownMoment = DeploymentEvent['type'];

export const isKnownMoment = (name: string): name is KnownMoment =>
  Object.hasOwn(deploymentEvents.definitions, name);

const readEvent = ({ type, data }: LoggedEvent): DeploymentEvent | undefined => {
  const name = eventName(type);
  if (!isKnownMoment(name)) return undefined;
  const parsed = deploymentEvents.definitions[name].schema.safeParse(data);
  return parsed.success ? ({ type: name, data: parsed.data } as DeploymentEvent) : undefined;
};

/** The steps that these events tell of, the oldest first. */
export const momentsOf = (events: readonly LoggedEvent[]): readonly Moment[] =>
  events.map((event, index) => ({
    id: event.id,
    name: eventName(event.type),
    event: readEvent(event),
    at: event.time,
    seconds: Math.max(0, Date.parse(event.time) - Date.parse((events[index - 1] ?? event).time)) / 1_000,
  }));

const good: ReadonlySet<string> = new Set<KnownMoment>([
  ...(['DeploymentAccepted', 'DeploymentDownloaded', 'DeploymentVerified', 'DeploymentWarmedUp'] as const),
  ...(['DeploymentActivated', 'DeploymentConfirmed', 'DeploymentCompared'] as const),
  'DeploymentAlreadyInstalled',
]);
const bad: ReadonlySet<string> = new Set<KnownMoment>([
  'DeploymentRolledBack',
  'DeploymentFailed',
  'DeploymentTimedOut',
]);

type MomentTone = 'good' | 'bad' | 'plain';

/** Whether it went on well. */
export const toneOf = (name: string): MomentTone =>
  bad.has(name) ? 'bad' : good.has(name) ? 'good' : 'plain';
