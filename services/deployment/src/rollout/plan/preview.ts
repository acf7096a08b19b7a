import { incompatibility, type DeploymentMode, type RolloutPreview } from '@tutti/contracts/deployment';
import type { TargetDevice } from '../../fleet/target-devices';
import type { DeployableModelRow } from '../../model/deployable-model-list.projection';
import type { Draft } from './draft';

/** What people should know beside the plan itself. */
export interface Surroundings {
  readonly gate: DeployableModelRow['gate'];
  /** Devices that work on a deployment now, and what for. */
  readonly busy: ReadonlyMap<string, DeploymentMode>;
}

type Warning = RolloutPreview['warnings'][number];

/** Devices that are named; the others are counted. */
const named = 20;

const namesOf = (devices: readonly TargetDevice[]) =>
  devices.slice(0, named).map(({ id, name }) => ({ id, name }));

const ofGate = (gate: Surroundings['gate']): Warning[] => {
  switch (gate) {
    case 'passes':
      return [];
    case 'fails':
      return [
        {
          code: 'gate-shut',
          message: "The model's promotion gate says no: say why it goes out all the same.",
        },
      ];
    case 'none':
      return [{ code: 'never-judged', message: 'Nobody has judged the model on pictures: it has no gate.' }];
    default:
      return gate satisfies never;
  }
};

const ofConfirmation = ({ policy: { wish } }: Draft): Warning[] =>
  wish.mode === 'replace' && wish.confirmation.floor === undefined
    ? [{ code: 'no-floor', message: 'There is no least score: whatever the model scores, it stays.' }]
    : [];

const counted = (code: string, devices: number, rest: string): Warning[] =>
  devices === 0 ? [] : [{ code, message: `${devices} ${devices === 1 ? 'device' : 'devices'} ${rest}` }];

const hasIt =
  ({ model }: Draft) =>
  ({ modelDigest }: TargetDevice): boolean =>
    modelDigest === model.artifact.digest;

const warningsOf = (draft: Draft, devices: readonly TargetDevice[], { gate, busy }: Surroundings) => {
  const countOf = (is: (device: TargetDevice) => boolean): number => devices.filter(is).length;
  const givesWay = ({ id }: TargetDevice): boolean =>
    draft.policy.wish.mode === 'shadow' && busy.get(id) === 'replace';
  return [
    ...ofGate(gate),
    ...ofConfirmation(draft),
    ...counted(
      'busy',
      countOf((device) => busy.has(device.id) && !givesWay(device)),
      'at work on another rollout: this one takes over.',
    ),
    ...counted(
      'gives-way',
      countOf(givesWay),
      'at work on a new model: where that is not done by then, nothing is compared.',
    ),
    ...counted(
      'offline',
      countOf(({ online }) => !online),
      'offline: it reaches them once they are back.',
    ),
    ...counted('has-it', countOf(hasIt(draft)), 'with this very model already.'),
  ];
};

const reasonsOf = ({ excluded }: Draft): RolloutPreview['excluded'] => ({
  devices: excluded.length,
  byReason: incompatibility.options.flatMap((reason) => {
    const devices = excluded.filter(({ reasons }) => reasons.includes(reason)).map(({ device }) => device);
    return devices.length === 0 ? [] : [{ reason, devices: devices.length, first: namesOf(devices) }];
  }),
});

/** What would be planned, for people. */
export const previewOf = (draft: Draft, surroundings: Surroundings): RolloutPreview => {
  const { model, policy, groups, digest: planDigest } = draft;
  const devices = groups.flat();
  return {
    model,
    planDigest,
    devices: devices.length,
    groups: policy.groups.map(({ name }, index) => {
      const of = groups[index] ?? [];
      return { name, devices: of.length, first: namesOf(of) };
    }),
    excluded: reasonsOf(draft),
    bytes: model.artifact.bytes * devices.filter((device) => !hasIt(draft)(device)).length,
    warnings: warningsOf(draft, devices, surroundings),
  };
};
