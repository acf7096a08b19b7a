import type { AutomaticRolloutEvent } from '@tutti/contracts/deployment';
import type { Process } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

/** What people are told of models that were to go out by themselves and did not. */
export const automaticRolloutWatchProcess: Process<null, AutomaticRolloutEvent, Tell> = {
  name: 'automatic-rollout-watch',
  version: 1,
  subjects: ['evt.deployment.automatic-rollout.*'],
  handles: ['AutomaticRolloutRefused'],
  ignores: [],
  initialState: null,
  correlate: ({ aggregateId }) => aggregateId,
  react: (_, input) => {
    if (input.kind === 'timer') return { state: undefined };
    const { streamId: id, model, code, message } = input.recorded.event.data;
    const { name, version: modelVersion } = model;
    const at = input.recorded.time.toISOString();
    const info = infoOf({ model: name, modelVersion, code, message });
    const about = { type: 'Tell', code: 'deployment.automatic-refused', source: { id, name }, at } as const;
    return { state: undefined, outgoing: [{ ...about, info }] };
  },
};
