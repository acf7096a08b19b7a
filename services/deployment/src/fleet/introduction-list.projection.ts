import type { DeviceEvent } from '@tutti/contracts/devices';
import type { Projection, Recorded } from '@tutti/kernel';

/** What a device said of itself when it asked to join. */
interface Introduction {
  readonly arch: string;
  readonly memoryBytes: number;
  readonly agentVersion: string;
}

export interface IntroductionRow extends Introduction {
  readonly id: string;
  /** It is in the fleet: what comes with another key holds once somebody agrees. */
  readonly inFleet: boolean;
  readonly waiting: Introduction | null;
}

type Known = Extract<
  DeviceEvent,
  {
    type: 'DeviceRequested' | 'DeviceRegistered' | 'DeviceRejected' | 'DeviceKeyRotated' | 'DeviceRetired';
  }
>;

const changed = (
  row: IntroductionRow,
  { type }: Exclude<Known, { type: 'DeviceRequested' }>,
): IntroductionRow => {
  switch (type) {
    case 'DeviceRegistered':
      return { ...row, inFleet: true, waiting: null };
    case 'DeviceRejected':
      return { ...row, waiting: null };
    case 'DeviceKeyRotated':
      return { ...row, ...row.waiting, waiting: null };
    case 'DeviceRetired':
      return { ...row, inFleet: false, waiting: null };
    default:
      return type satisfies never;
  }
};

const project = (
  row: IntroductionRow | undefined,
  { event, aggregateId: id }: Recorded<Known>,
): IntroductionRow | undefined => {
  if (event.type !== 'DeviceRequested') return row && changed(row, event);
  const { hardware, agentVersion } = event.data;
  const said: Introduction = { arch: hardware.arch, memoryBytes: hardware.memoryBytes, agentVersion };
  return row?.inFleet ? { ...row, waiting: said } : { id, ...said, inFleet: false, waiting: null };
};

/** Devices by what they said of themselves first; `device_facts` has what they say since. */
export const introductionListProjection: Projection<IntroductionRow, Known> = {
  name: 'introduction-list',
  version: 1,
  subjects: ['evt.devices.device.*'],
  handles: ['DeviceRequested', 'DeviceRegistered', 'DeviceRejected', 'DeviceKeyRotated', 'DeviceRetired'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
