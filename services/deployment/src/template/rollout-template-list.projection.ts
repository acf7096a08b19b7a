import type { RolloutTemplate, RolloutTemplateEvent } from '@tutti/contracts/deployment';
import type { Projection, Recorded } from '@tutti/kernel';

export interface RolloutTemplateRow {
  /** Of the stream. */
  readonly id: string;
  readonly template: RolloutTemplate;
  /** Milliseconds since 1970. */
  readonly changedAt: number;
  readonly changedBy: string | null;
  readonly version: number;
}

const project = (
  _: RolloutTemplateRow | undefined,
  { event, aggregateId: id, aggregateVersion: version, time, metadata }: Recorded<RolloutTemplateEvent>,
): RolloutTemplateRow | undefined => {
  switch (event.type) {
    case 'TemplateSet': {
      const { template } = event.data;
      return { id, template, changedAt: time.getTime(), changedBy: metadata.authId ?? null, version };
    }
    case 'TemplateRemoved':
      return undefined;
    default:
      return event satisfies never;
  }
};

export const rolloutTemplateListProjection: Projection<RolloutTemplateRow, RolloutTemplateEvent> = {
  name: 'rollout-template-list',
  version: 1,
  subjects: ['evt.deployment.rollout-template.*'],
  handles: ['TemplateSet', 'TemplateRemoved'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
