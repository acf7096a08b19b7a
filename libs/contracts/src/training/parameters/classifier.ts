import { z } from 'zod';

/**
 * What can be set for the built-in trainer `classifier`. The solution `image-classification` carries it as a JSON
 * Schema: a field that is added, or has another default, publishes its next version.
 */
export const classifierParameters = z.strictObject({
  inputSize: z.literal([96, 128, 160, 224]).default(160).meta({
    title: 'Picture size',
    description: 'Pixels a side that the model sees. Larger is slower and sees finer detail.',
  }),
  epochs: z.int().min(1).max(1000).default(200).meta({
    title: 'Epochs',
    description:
      'How often training goes through all pictures at most; it ends earlier once that no longer helps.',
  }),
  patience: z.int().min(1).max(100).default(8).meta({
    title: 'Patience',
    description: 'Training ends after so many epochs that found nothing better on the validation pictures.',
  }),
  l2: z.number().min(0).max(100).default(0).meta({
    title: 'Regularisation (L2)',
    description:
      'How strongly large weights are held back; more helps where pictures are few. 0 tries 0.01, 0.1 and 1 and takes what does best on the validation pictures.',
  }),
  augmentation: z.enum(['none', 'light']).default('none').meta({
    title: 'Augmentation',
    description:
      'light also learns from mirrored, darker and brighter pictures: four times the work the first time. Not for things that are told by left and right, such as writing.',
  }),
  classWeights: z.enum(['none', 'softened', 'balanced']).default('softened').meta({
    title: 'Class weights',
    description: 'How much more a rare class counts: not at all, somewhat, or as much as a frequent one.',
  }),
  precision: z.enum(['fp32', 'int8']).default('fp32').meta({
    title: 'Number format',
    description: 'int8 is a third of the size and faster; both are measured.',
  }),
});
export type ClassifierParameters = z.output<typeof classifierParameters>;
