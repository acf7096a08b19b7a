import {
  ItemOutcomeKind,
  LabelledBy,
  LabelState,
  QueueState,
  ReviewVerdict,
  type BatchChangeItemsRequest,
  type Label as LabelMessage,
} from '@tutti/contracts/gen/tutti/datasets/v1/item';
import {
  itemOutcome,
  labelState,
  type Item,
  type ItemOutcome,
  type ItemPrediction,
  type ItemSource,
  type Label,
  type LabelStatement,
} from '@tutti/contracts/datasets';
import { enumMap, type Present } from '@tutti/service-kit';

const states = enumMap(labelState.options, LabelState);
export const statedBy = enumMap(['person', 'import', 'model-accepted'], LabelledBy);
export const verdicts = enumMap(['accepted', 'rejected'], ReviewVerdict);
export const queueStates = enumMap(['open', 'unlabelled', 'needs-relabel'], QueueState);

/** Without a statement there is none, which the schema refuses. */
export const toLabel = (message: Present<LabelMessage> | undefined): Label => {
  if (message?.boxes) return { boxes: [...message.boxes.boxes] };
  return { classKey: message?.classKey ?? '' };
};

export const toLabelMessage = (label: Label) =>
  'boxes' in label ? { boxes: { boxes: label.boxes } } : { classKey: label.classKey };

const outcomes = enumMap(itemOutcome.shape.outcome.options, ItemOutcomeKind);

export const toOutcomeMessage = ({ outcome, ...rest }: ItemOutcome) => ({
  ...rest,
  outcome: outcomes.toProto(outcome),
});

/** Without an action there is none, which the schema refuses. */
export const batchOf = (message: Omit<Present<BatchChangeItemsRequest>, 'datasetId'>) => {
  const { label, accept, withdraw, exclude } = message;
  const items = [...message.items];
  if (label) return { action: 'label', items, label: toLabel(label.label), reason: label.reason } as const;
  if (accept) return { action: 'accept', items } as const;
  if (withdraw) return { action: 'withdraw', items, reason: withdraw.reason } as const;
  if (exclude) return { action: 'exclude', items, reason: exclude.reason } as const;
  return { action: message.restore ? 'restore' : noAction, items };
};

/** What no schema takes. */
const noAction = '' as 'restore';

const toStatement = ({ label, by, ...statement }: LabelStatement) => ({
  ...statement,
  label: toLabelMessage(label),
  by: statedBy.toProto(by),
});

export const toPrediction = ({ model, label, score, probabilities, boxes }: ItemPrediction) => ({
  model: model.name,
  modelVersion: model.version,
  modelDigest: model.digest,
  label,
  score,
  probabilities,
  boxes: boxes.map(({ label: of, score: sure, box: [x1, y1, x2, y2] }) => ({
    label: of,
    score: sure,
    ...{ x1, y1, x2, y2 },
  })),
});

const toSource = (source: ItemSource) => ({
  kind: source.kind,
  deviceId: source.kind === 'device' ? source.deviceId : null,
  importId: source.importId ?? null,
  sourceId: source.kind === 'archive' ? source.sourceId : null,
});

export const toItemMessage = (item: Item) => ({
  id: item.id,
  datasetId: item.datasetId,
  digest: item.digest,
  bytes: item.bytes,
  mediaType: item.mediaType,
  width: item.width,
  height: item.height,
  fileName: item.fileName,
  split: item.split,
  source: toSource(item.source),
  prediction: item.prediction && toPrediction(item.prediction),
  state: states.toProto(item.state),
  label: item.label && toStatement(item.label),
  relabelClassKey: item.relabel?.classKey ?? null,
  review: item.review && verdicts.toProto(item.review.verdict),
  addedAt: item.addedAt,
  changedAt: item.changedAt,
  version: item.version,
});
