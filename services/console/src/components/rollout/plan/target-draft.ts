import type { RolloutTarget } from '@tutti/contracts/deployment';

export const targetKinds = ['all', 'filter', 'group', 'devices'] as const;
type TargetKind = (typeof targetKinds)[number];

/** Which devices, while it is chosen; what is not chosen now keeps what was. */
export interface TargetDraft {
  readonly kind: TargetKind;
  /** RSQL over devices. */
  readonly filter: string;
  readonly groupId: string;
  readonly deviceIds: readonly string[];
}

/** All that may have a model. */
const everyDevice = 'lifecycle==registered';

/** `filter` is what the model's stream is for. */
export const firstTarget = (filter = ''): TargetDraft => ({
  kind: filter === '' ? 'all' : 'filter',
  filter,
  groupId: '',
  deviceIds: [],
});

/** A target as it is sent, still to be checked. */
export const targetOf = ({ kind, filter, groupId, deviceIds }: TargetDraft): unknown => {
  switch (kind) {
    case 'all':
      return { kind: 'filter', filter: everyDevice };
    case 'filter':
      return { kind, filter };
    case 'group':
      return { kind, groupId };
    case 'devices':
      return { kind, deviceIds };
  }
};

export const targetDraftOf = (target: RolloutTarget): TargetDraft => {
  const none = firstTarget();
  switch (target.kind) {
    case 'filter':
      return target.filter === everyDevice ? none : { ...none, kind: 'filter', filter: target.filter };
    case 'group':
      return { ...none, kind: 'group', groupId: target.groupId };
    case 'devices':
      return { ...none, kind: 'devices', deviceIds: target.deviceIds };
  }
};
