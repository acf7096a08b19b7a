import type { DeploymentReported } from '@tutti/contracts/devices';

export interface Arrival {
  readonly deviceId: string;
  readonly receivedAt: Date;
  readonly entry: DeploymentReported;
}

export interface Heard {
  /** Of one device and one deployment each, in their order. */
  readonly heard: readonly (readonly Arrival[])[];
  /** How many more a device sent than it is listened to, by device. */
  readonly tooMany: ReadonlyMap<string, number>;
}

/** Of one device at a time: a deployment has a dozen steps, and may miss twenty windows. */
export const mostOfDevice = 50;

const isProgress = ({ entry: { report } }: Arrival): boolean =>
  report.state === 'downloading' || report.state === 'soaking';

/** Of progress without a step between only the newest counts: a device that was away brings hundreds. */
const withoutOldProgress = (arrivals: readonly Arrival[]): Arrival[] =>
  arrivals.filter((arrival, index) => {
    const next = arrivals[index + 1]?.entry.report.state;
    return !isProgress(arrival) || next !== arrival.entry.report.state;
  });

const byDeployment = (arrivals: readonly Arrival[]): Arrival[][] => [
  ...Map.groupBy(arrivals, ({ entry }) => entry.deploymentId).values(),
];

/** What is listened to, of what came at once: each report may cost a look at the log, and no device holds up the others. */
export const heardOf = (arrivals: readonly Arrival[]): Heard => {
  const heard: Arrival[][] = [];
  const tooMany = new Map<string, number>();
  for (const [deviceId, own] of Map.groupBy(arrivals, (arrival) => arrival.deviceId)) {
    const told = byDeployment(own).flatMap(withoutOldProgress);
    if (told.length > mostOfDevice) tooMany.set(deviceId, told.length - mostOfDevice);
    heard.push(...byDeployment(told.slice(0, mostOfDevice)));
  }
  return { heard, tooMany };
};
