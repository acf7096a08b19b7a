import { openDeploymentStatus, outcomeOf, type ClosedDeploymentStatus } from '@tutti/contracts/deployment';
import { useSearchParams } from 'react-router';
import { quote } from '../../../lib/rsql';

export const choices = ['all', 'open', 'failed', 'succeeded', 'other'] as const;
export type Choice = (typeof choices)[number];
export const isChoice = (text: string): text is Choice => choices.some((one) => one === text);

const usual = { which: 'all', group: '', code: '' };
/** Which devices of the rollout are shown: how far they are, of which group, with which failure. */
export type DeviceFilter = Readonly<typeof usual>;

const closed = Object.entries(outcomeOf) as readonly (readonly [ClosedDeploymentStatus, string])[];

const statusesOf = (choice: Exclude<Choice, 'all'>): readonly string[] =>
  choice === 'open'
    ? openDeploymentStatus.options
    : closed.filter(([, outcome]) => outcome === choice).map(([status]) => status);

/** The same for the server. */
export const queryOf = (rolloutId: string, { which, group, code }: DeviceFilter): string =>
  [
    `rolloutId==${rolloutId}`,
    isChoice(which) && which !== 'all' && `status=in=(${statusesOf(which).join(',')})`,
    /^\d+$/.test(group) && `group==${group}`,
    code !== '' && `failure==${quote(code)}`,
  ]
    .filter((part) => part !== false)
    .join(';');

/** The heading of the list that is filtered. */
export const devicesHeading = 'rollout-devices';

/** On to the list, for eyes, keyboard and screen reader: what leads there stands far above it. */
const goToDevices = (): void => {
  const heading = document.getElementById(devicesHeading);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
};

/** Kept in the address: a link to what failed shows what failed, and the whole page says the same. */
export const useDeviceFilter = () => {
  const [params, setParams] = useSearchParams();
  const filter: DeviceFilter = {
    which: params.get('which') ?? usual.which,
    group: params.get('group') ?? usual.group,
    code: params.get('code') ?? usual.code,
  };
  const change = (wanted: Partial<DeviceFilter>): void =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries({ ...filter, ...wanted }))
          if (value === usual[name as keyof DeviceFilter]) after.delete(name);
          else after.set(name, value);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  const show = (wanted: Partial<DeviceFilter>): void => {
    change(wanted);
    goToDevices();
  };
  return { filter, change, show };
};
