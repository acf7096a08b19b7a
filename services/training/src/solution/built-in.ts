import {
  classifierParameters,
  detectorParameters,
  parameterSchemaOf,
  type SolutionManifest,
} from '@tutti/contracts/training';
import type { Aggregates } from '@tutti/event-store';
import { isSame } from '@tutti/kernel';
import { solutionDecider } from './solution.decider';

/** Solutions whose trainers come with Tutti, by key. */
export const builtInSolutions: Readonly<Record<string, SolutionManifest>> = {
  'image-classification': {
    name: 'Image classification',
    description: 'Says which class a picture shows. Needs twenty to forty labelled pictures of each class.',
    task: 'image-classification',
    dataType: 'image',
    trainer: 'classifier',
    parameters: parameterSchemaOf(classifierParameters),
    labelling: true,
    sample: { name: 'digits', description: 'Handwritten digits of the MNIST database.' },
    gate: { metric: 'accuracy', gain: 0 },
  },
  'object-detection': {
    name: 'Object detection',
    description:
      'Finds things in a picture and says what they are. Needs a hundred pictures with boxes or more.',
    task: 'object-detection',
    dataType: 'image',
    trainer: 'cell-detector',
    parameters: parameterSchemaOf(detectorParameters),
    labelling: true,
    sample: { name: 'parts', description: 'Drawn parts on a belt, made when they are needed.' },
    gate: { metric: 'map50', gain: 0 },
  },
};

/**
 * Publishes what this release brings and the log does not know yet. What somebody retired stays retired; another replica
 * that was first has said the same.
 */
export const ensureSolutions = async (aggregates: Aggregates): Promise<void> => {
  for (const [key, manifest] of Object.entries(builtInSolutions)) {
    const { state } = await aggregates.load(solutionDecider, key);
    if (state.status === 'retired') continue;
    const newest = state.status === 'initial' ? undefined : state.versions.at(-1);
    if (newest && isSame(newest, manifest)) continue;
    const next = state.status === 'initial' ? 1 : state.versions.length + 1;
    const command = { type: 'PublishVersion', manifest } as const;
    await aggregates.handle(solutionDecider, key, command, {
      commandId: `built-in ${key} ${next}`,
      metadata: { authId: 'system' },
    });
  }
};
