import { z } from 'zod';

/**
 * What can be set for the built-in trainer `cell-detector`. The solution `object-detection` carries it as a JSON
 * Schema: a field that is added, or has another default, publishes its next version.
 */
export const detectorParameters = z.strictObject({
  inputSize: z.literal([192, 256, 320]).default(256).meta({
    title: 'Picture size',
    description: 'Pixels a side that the model sees. Larger is slower and finds smaller things.',
  }),
  epochs: z.int().min(1).max(200).default(15).meta({
    title: 'Epochs',
    description: 'How often each of the two rounds of training goes through the cells.',
  }),
  patience: z.int().min(1).max(200).default(6).meta({
    title: 'Patience',
    description:
      'A round ends early after so many epochs that found nothing better on the validation pictures.',
  }),
  learningRate: z.number().min(0.0001).max(0.1).default(0.003).meta({
    title: 'Learning rate',
    description: 'Size of the first steps; they shrink to nothing in the course of a round.',
  }),
  hiddenWidth: z.int().min(8).max(512).default(64).meta({
    title: 'Hidden units',
    description: 'More tell more classes apart, and need more pictures.',
  }),
  augmentation: z.enum(['none', 'light']).default('light').meta({
    title: 'Augmentation',
    description:
      'light also learns from mirrored pictures in other light. Not for things that are told by left and right.',
  }),
  classWeights: z.enum(['none', 'softened', 'balanced']).default('softened').meta({
    title: 'Class weights',
    description:
      'How much more a rare class counts: not at all, somewhat, or as much as a frequent one nearly.',
  }),
  scoreThreshold: z.number().min(0).max(0.95).default(0).meta({
    title: 'Score threshold',
    description: 'Devices leave out what is less sure. 0 takes what does best on the validation pictures.',
  }),
  precision: z.enum(['fp32', 'int8']).default('fp32').meta({
    title: 'Number format',
    description: 'int8 is a third of the size and faster; both are measured.',
  }),
});
export type DetectorParameters = z.output<typeof detectorParameters>;
