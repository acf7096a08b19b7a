import { usualPacing, usualStepMinutes, type RolloutEvent } from '@tutti/contracts/deployment';

type Planned = Extract<RolloutEvent, { type: 'RolloutPlanned' }>;

const artifact = { digest: 'a'.repeat(64), bytes: 1000 };

/** Of a model of a stream, to one device. */
export const rolloutPlanned = (
  streamId: string | undefined,
  mode: Planned['data']['wish']['mode'] = 'replace',
): Planned => ({
  type: 'RolloutPlanned',
  data: {
    name: 'Lids everywhere',
    model: {
      modelId: '0191e5a0-0000-7000-8000-0000000000aa',
      name: 'Lids',
      version: 'v1.0',
      task: 'image-classification',
      artifact,
    },
    ...(streamId === undefined ? {} : { streamId }),
    wish: {
      mode,
      confirmation: { results: 20, minutes: 30, whenSilent: 'confirm' },
      windows: [],
      jitterSeconds: 0,
    },
    stepMinutes: usualStepMinutes,
    target: { kind: 'devices', deviceIds: ['a'.repeat(26)] },
    groups: [
      {
        name: 'all',
        successPercent: 100,
        onSuccess: 'next-group',
        error: { kind: 'percent', percent: 50 },
        devices: 1,
      },
    ],
    pacing: usualPacing,
    approval: false,
    manifest: artifact,
    excluded: 0,
    cause: { kind: 'person' },
  },
});
