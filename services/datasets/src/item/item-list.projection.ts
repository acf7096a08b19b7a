import { bitsOfTags } from '@tutti/contracts/common';
import {
  classesIn,
  classMixOf,
  type ItemEvent,
  type ItemPrediction,
  type ItemSource,
  type Label,
  type LabelledBy,
  type LabelState,
  type PictureMediaType,
  type RelabelCause,
  type ReviewVerdict,
  type Split,
} from '@tutti/contracts/datasets';
import type { Projection, Recorded } from '@tutti/kernel';
import { labelStateOf } from './item.state';

/** The label statement that holds, as a row keeps it. */
export interface StatedRow {
  readonly label: Label;
  readonly by: LabelledBy;
  readonly authId: string | null;
  /** Milliseconds since 1970, like every time in a table. */
  readonly at: number;
  readonly schemaVersion: number;
  readonly reason: string | null;
  readonly version: number;
}

export interface ReviewRow {
  readonly verdict: ReviewVerdict;
  readonly authId: string | null;
  readonly at: number;
}

export interface ItemRow {
  readonly id: string;
  readonly datasetId: string;
  readonly digest: string;
  readonly bytes: number;
  readonly thumbnail: string;
  readonly mediaType: PictureMediaType;
  readonly width: number;
  readonly height: number;
  readonly orientation: number;
  readonly fileName: string | null;
  readonly split: Split | null;
  readonly sourceKind: ItemSource['kind'];
  readonly deviceId: string | null;
  readonly importId: string | null;
  readonly source: ItemSource;
  readonly prediction: ItemPrediction | null;
  readonly score: number | null;
  /** What lists are ordered by: the score, and beyond every score where there is none. */
  readonly scoreOrder: number;
  readonly state: LabelState;
  readonly stated: StatedRow | null;
  /** Of the label, in classification. */
  readonly classKey: string | null;
  /** How often each class stands in the label (`dent:2,ok:1`), for counting; null where that is too long for an index. */
  readonly classMix: string | null;
  /** Boxes by class as texts, in detection: filters read it as tags. */
  readonly classes: Readonly<Record<string, string>> | null;
  /** Signature of `classes`; an index that holds it finds a rare class. */
  readonly classBits: number;
  /** Of the label: since which version of the schema nobody has looked at it. */
  readonly schemaVersion: number | null;
  readonly relabel: { readonly cause: RelabelCause; readonly classKey: string } | null;
  /** Of the schema, whose change asked for another label. */
  readonly relabelVersion: number | null;
  readonly review: ReviewRow | null;
  readonly excluded: boolean;
  readonly excludedBecause: string | null;
  readonly addedAt: number;
  readonly changedAt: number;
  readonly version: number;
}

/** Behind every score. */
const unscored = 2;

type Added = Extract<ItemEvent, { type: 'ItemAdded' }>['data'];
type LaterEvent = Exclude<ItemEvent, { type: 'ItemAdded' }>;

const unlabelled = {
  stated: null,
  classKey: null,
  classMix: null,
  classes: null,
  classBits: bitsOfTags({}),
  schemaVersion: null,
  relabel: null,
  relabelVersion: null,
  review: null,
} as const;

const added = (data: Added, at: number): Omit<ItemRow, 'id' | 'state' | 'changedAt' | 'version'> => {
  const { fileName = null, split = null, prediction = null, source, ...rest } = data;
  return {
    ...rest,
    ...unlabelled,
    fileName,
    split,
    source,
    sourceKind: source.kind,
    deviceId: source.kind === 'device' ? source.deviceId : null,
    importId: source.importId ?? null,
    prediction,
    score: prediction?.score ?? null,
    scoreOrder: prediction?.score ?? unscored,
    excluded: false,
    excludedBecause: null,
    addedAt: at,
  };
};

const countsOf = (label: Label): Readonly<Record<string, string>> | null =>
  'boxes' in label
    ? Object.fromEntries(Object.entries(classesIn(label)).map(([key, count]) => [key, String(count)]))
    : null;

const labelled = (
  row: ItemRow,
  { label, by, schemaVersion, reason }: Extract<ItemEvent, { type: 'ItemLabelled' }>['data'],
  { metadata, time, aggregateVersion: version }: Recorded<ItemEvent>,
): ItemRow => ({
  ...row,
  stated: {
    label,
    by,
    authId: metadata.authId ?? null,
    at: time.getTime(),
    schemaVersion,
    reason: reason ?? null,
    version,
  },
  classKey: 'classKey' in label ? label.classKey : null,
  classMix: classMixOf(label) ?? null,
  classes: countsOf(label),
  classBits: bitsOfTags(countsOf(label) ?? {}),
  schemaVersion,
  relabel: null,
  relabelVersion: null,
  review: null,
});

const reviewed = (
  row: ItemRow,
  { verdict, schemaVersion }: Extract<ItemEvent, { type: 'ItemLabelReviewed' }>['data'],
  { metadata, time }: Recorded<ItemEvent>,
): ItemRow => {
  const review = { verdict, authId: metadata.authId ?? null, at: time.getTime() };
  return verdict === 'accepted'
    ? { ...row, review, relabel: null, relabelVersion: null, schemaVersion }
    : { ...row, review };
};

const changed = (row: ItemRow, event: LaterEvent, recorded: Recorded<ItemEvent>): ItemRow => {
  switch (event.type) {
    case 'ItemLabelled':
      return labelled(row, event.data, recorded);
    case 'ItemLabelWithdrawn':
      return { ...row, ...unlabelled };
    case 'ItemLabelReviewed':
      return reviewed(row, event.data, recorded);
    case 'ItemNeedsRelabel': {
      const { cause, classKey, schemaVersion: relabelVersion } = event.data;
      return { ...row, relabel: { cause, classKey }, relabelVersion };
    }
    case 'ItemExcluded':
      return { ...row, excluded: true, excludedBecause: event.data.reason ?? null };
    case 'ItemRestored':
      return { ...row, excluded: false, excludedBecause: null };
    default:
      return event satisfies never;
  }
};

const project = (row: ItemRow | undefined, recorded: Recorded<ItemEvent>): ItemRow | undefined => {
  const { event, aggregateId: id, aggregateVersion: version, time } = recorded;
  const changedAt = time.getTime();
  if (event.type === 'ItemAdded')
    return { id, ...added(event.data, changedAt), state: 'unlabelled', changedAt, version };
  if (!row) return undefined;
  const next = changed(row, event, recorded);
  const facts = { ...next, label: next.stated, review: next.review?.verdict };
  return { ...next, state: labelStateOf(facts), changedAt, version };
};

export const itemListProjection: Projection<ItemRow, ItemEvent> = {
  name: 'item-list',
  version: 2,
  subjects: ['evt.datasets.item.*'],
  handles: [
    'ItemAdded',
    'ItemLabelled',
    'ItemLabelWithdrawn',
    'ItemLabelReviewed',
    'ItemNeedsRelabel',
    'ItemExcluded',
    'ItemRestored',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
