import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { changeClass, classKey, labelClass, maxClasses, proposedClass } from './classes';
import {
  datasetDescription,
  datasetName,
  datasetStatus,
  datasetTags,
  datasetTask,
  minimumPerClass,
} from './shapes';

const count = z.number().int();
const reason = z.string().trim().max(512).optional();

/** A class of a label schema as the API shows it. */
export const shownClass = labelClass.extend({
  shortcut: z.string().nullable(),
  description: z.string().nullable(),
  /** No label may use it any more; labels that did must be made again. */
  retired: z.boolean(),
});
export type ShownClass = z.infer<typeof shownClass>;

export const labelSchema = z.object({
  id: z.string(),
  name: z.string(),
  classes: z.array(shownClass),
  changedAt: timestamp,
  /** Counts every change. Label statements and dataset versions name it; it is the number in `ETag`, too. */
  version: count,
});
export type LabelSchema = z.infer<typeof labelSchema>;
export const labelSchemaList = listOf(labelSchema);

const proposedClasses = z.array(proposedClass).max(maxClasses);

export const defineLabelSchema = z.strictObject({ name: datasetName, classes: proposedClasses });
export type DefineLabelSchema = z.infer<typeof defineLabelSchema>;
export const renameLabelSchema = z.strictObject({ name: datasetName });
export const addClass = proposedClass;
export const changeLabelClass = changeClass;
export const retireClass = z.strictObject({ reason });

/** Items by the state of their label. */
export const itemCounts = z.object({
  total: count,
  states: z.object({ unlabelled: count, labelled: count, 'needs-relabel': count, excluded: count }),
});
export type ItemCounts = z.infer<typeof itemCounts>;

export const dataset = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  tags: datasetTags,
  task: datasetTask,
  status: datasetStatus,
  labelSchemaId: z.string(),
  minimumPerClass: count,
  items: itemCounts,
  /** Number of the newest frozen version; 0 when there is none. */
  versions: count,
  createdAt: timestamp,
  changedAt: timestamp,
  /** The aggregate's version: the number in `ETag`. */
  version: count,
});
export type Dataset = z.infer<typeof dataset>;
export const datasetList = listOf(dataset);

export const createDataset = z
  .strictObject({
    name: datasetName,
    task: datasetTask,
    description: datasetDescription.optional(),
    tags: datasetTags.optional(),
    minimumPerClass: minimumPerClass.optional(),
    labelSchemaId: z
      .uuid()
      .optional()
      .describe('A label schema to share; the dataset gets its own when absent'),
    classes: proposedClasses.optional().describe("Classes of the dataset's own label schema"),
  })
  .refine(({ labelSchemaId, classes = [] }) => labelSchemaId === undefined || classes.length === 0, {
    path: ['classes'],
    error: 'A schema that is shared has its classes already: name one or the other',
  });
export type CreateDataset = z.infer<typeof createDataset>;

/** Merge patch (RFC 7396): `null` removes. `tags` replaces all tags. */
export const patchDataset = z.strictObject({
  name: datasetName.optional(),
  description: datasetDescription.nullable().optional(),
  tags: datasetTags.optional(),
  minimumPerClass: minimumPerClass.optional(),
});
export type PatchDataset = z.infer<typeof patchDataset>;

export const archiveDataset = z.strictObject({ reason });

/** How far it is until training can start. */
export const datasetProgress = z.object({
  /** Each class has at least `required` labelled items, and there are two classes to tell apart (one, in detection). */
  ready: z.boolean(),
  required: count.describe('Labelled items that each class needs'),
  items: itemCounts,
  classes: z.array(
    z.object({
      key: classKey,
      /** Items whose label holds the class. */
      items: count,
      /** Boxes of the class; the same as `items` in classification. */
      boxes: count,
      /** Items that are missing until `required`. */
      missing: count,
    }),
  ),
  /** Labelled items without any box: in detection there is nothing to be seen in them. */
  empty: count,
});
export type DatasetProgress = z.infer<typeof datasetProgress>;
