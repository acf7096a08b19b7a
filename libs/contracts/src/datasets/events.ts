import { z } from 'zod';
import { defineEvents, event, nameEvents, type EventOf } from '../common';
import { classKey, labelClass, maxClasses } from './classes';
import { label } from './labels';
import {
  datasetDescription,
  datasetName,
  datasetTags,
  datasetTask,
  labelledBy,
  maxItemBytes,
  maxSide,
  minimumPerClass,
  pictureMediaType,
  relabelCause,
  reviewVerdict,
  sha256,
  split,
} from './shapes';
import { importCounts, importReport, importSource, itemPrediction, itemSource } from './sources';
import { splitRule, versionCounts, versionManifest } from './versions';

const reason = z.string().max(512).optional();
const importId = z.uuid();
/** Versions count from 1. */
const version = z.number().int().min(1);

export const datasetEvents = defineEvents('datasets', 'dataset', {
  DatasetCreated: event(
    z.strictObject({
      name: datasetName,
      task: datasetTask,
      labelSchemaId: z.uuid(),
      description: datasetDescription.optional(),
      tags: datasetTags,
      minimumPerClass,
    }),
  ),
  DatasetDescribed: event(
    z.strictObject({
      name: datasetName.optional(),
      description: datasetDescription.nullable().optional(),
      tags: datasetTags.optional(),
      minimumPerClass: minimumPerClass.optional(),
    }),
  ),
  ImportStarted: event(z.strictObject({ importId, source: importSource })),
  ImportFinished: event(z.strictObject({ importId, counts: importCounts, report: importReport.optional() })),
  ImportFailed: event(
    z.strictObject({
      importId,
      counts: importCounts,
      /** A stable code for programs, a message for people. */
      code: z.string().regex(/^[a-z0-9.-]{1,64}$/),
      message: z.string().max(512),
      report: importReport.optional(),
    }),
  ),
  ImportCancelled: event(z.strictObject({ importId, counts: importCounts, report: importReport.optional() })),
  DatasetVersionFrozen: event(
    z.strictObject({
      version,
      /** Hash of the content: images, labels, schema version, parts. */
      digest: sha256,
      manifest: versionManifest,
      labelSchemaId: z.uuid(),
      schemaVersion: version,
      rule: splitRule,
      counts: versionCounts,
      /** Of the log: the version holds what was known then. */
      position: z.number().int().min(0),
      note: z.string().max(512).optional(),
    }),
  ),
  /** What a run of training learns from: a version that there is, or that was frozen for it. */
  DatasetVersionProvided: event(
    z.strictObject({
      runId: z.uuid(),
      version,
      digest: sha256,
      manifest: versionManifest,
      items: z.number().int().min(0),
    }),
  ),
  /** There is nothing for the run to learn from. */
  DatasetVersionRefused: event(
    z.strictObject({
      runId: z.uuid(),
      /** A stable code for programs, a message for people. */
      code: z.string().regex(/^[a-z0-9.-]{1,64}$/),
      message: z.string().max(512),
    }),
  ),
  DatasetArchived: event(z.strictObject({ reason })),
  DatasetRestored: event(z.strictObject({})),
  DatasetPurged: event(z.strictObject({ reason })),
});
export type DatasetEvent = EventOf<typeof datasetEvents>;

export const labelSchemaEvents = defineEvents('datasets', 'label-schema', {
  LabelSchemaDefined: event(
    z.strictObject({ name: datasetName, classes: z.array(labelClass).max(maxClasses) }),
  ),
  LabelSchemaRenamed: event(z.strictObject({ name: datasetName })),
  ClassAdded: event(z.strictObject({ class: labelClass })),
  ClassChanged: event(
    z.strictObject({
      key: classKey,
      name: labelClass.shape.name.optional(),
      colour: labelClass.shape.colour.optional(),
      shortcut: labelClass.shape.shortcut.unwrap().nullable().optional(),
      description: labelClass.shape.description.unwrap().nullable().optional(),
      /** It means something else now: items that bear it must be looked at again. */
      relabel: z.boolean(),
    }),
  ),
  ClassRetired: event(z.strictObject({ key: classKey, reason })),
});
export type LabelSchemaEvent = EventOf<typeof labelSchemaEvents>;

/** `datasetId` stands in each: what happens to a dataset's items is one story. */
const ofItem = { datasetId: z.uuid() };

export const itemEvents = defineEvents('datasets', 'item', {
  ItemAdded: event(
    z.strictObject({
      ...ofItem,
      digest: sha256,
      bytes: z.number().int().min(1).max(maxItemBytes),
      /** Of a small picture, a blob beside it. */
      thumbnail: sha256,
      mediaType: pictureMediaType,
      /** Of the picture as it is seen, `orientation` applied. */
      width: z.number().int().min(1).max(maxSide),
      height: z.number().int().min(1).max(maxSide),
      /** EXIF 2.32, tag 0x0112: 1 to 8. */
      orientation: z.number().int().min(1).max(8),
      /** Without its folders; for exports. */
      fileName: z.string().min(1).max(200).optional(),
      split: split.optional(),
      source: itemSource,
      prediction: itemPrediction.optional(),
    }),
  ),
  ItemLabelled: event(
    z.strictObject({
      ...ofItem,
      label,
      by: labelledBy,
      schemaVersion: version,
      /** The item's version whose label this brings back. */
      restores: version.optional(),
      importId: importId.optional(),
      reason,
    }),
  ),
  /** Whoever labelled it takes it back: the item is as if nobody had labelled it. */
  ItemLabelWithdrawn: event(z.strictObject({ ...ofItem, reason })),
  ItemLabelReviewed: event(
    z.strictObject({ ...ofItem, verdict: reviewVerdict, schemaVersion: version, reason }),
  ),
  ItemNeedsRelabel: event(
    z.strictObject({
      ...ofItem,
      cause: relabelCause,
      classKey,
      schemaVersion: version,
    }),
  ),
  ItemExcluded: event(z.strictObject({ ...ofItem, reason })),
  ItemRestored: event(z.strictObject({ ...ofItem })),
});
export type ItemEvent = EventOf<typeof itemEvents>;

export const datasetNameEvents = nameEvents('datasets');
