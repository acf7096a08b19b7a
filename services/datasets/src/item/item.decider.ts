import {
  classesIn,
  isSameLabel,
  type ItemEvent,
  type Label,
  type LabelledBy,
  type RelabelCause,
  type ReviewVerdict,
} from '@tutti/contracts/datasets';
import type { Decider, DomainError } from '@tutti/kernel';
import { refused } from '../dataset/dataset-refusal.decider';
import { evolve, initialState, type ItemState, type KnownItem, type StatedLabel } from './item.state';
import { assertFits, predictedLabel, type LabelRules } from './label-rules.decider';

type Added = Extract<ItemEvent, { type: 'ItemAdded' }>['data'];

/** A label that is stated, with what it is measured against. */
export interface Statement {
  readonly label: Label;
  readonly by: LabelledBy;
  readonly rules: LabelRules;
  /** The item's version whose label it brings back. */
  readonly restores?: number | undefined;
  readonly importId?: string | undefined;
  readonly reason?: string | undefined;
}

/** The same picture again says nothing new; but its label counts where there is none yet. */
interface AddItem {
  readonly type: 'AddItem';
  readonly item: Added;
  readonly statement?: Statement | undefined;
}
type LabelItem = { readonly type: 'LabelItem' } & Statement;
interface AcceptPrediction {
  readonly type: 'AcceptPrediction';
  readonly rules: LabelRules;
}
interface ReviewLabel {
  readonly type: 'ReviewLabel';
  readonly verdict: ReviewVerdict;
  readonly rules: LabelRules;
  readonly reason?: string | undefined;
}
interface MarkForRelabel {
  readonly type: 'MarkForRelabel';
  readonly cause: RelabelCause;
  readonly classKey: string;
  /** Of the label schema since which the class is another. */
  readonly schemaVersion: number;
}
interface WithReason<Type extends string> {
  readonly type: Type;
  readonly reason?: string | undefined;
}

export type ItemCommand =
  | AddItem
  | LabelItem
  | AcceptPrediction
  | ReviewLabel
  | MarkForRelabel
  | WithReason<'WithdrawLabel'>
  | WithReason<'ExcludeItem'>
  | { readonly type: 'RestoreItem' };

type Events = readonly ItemEvent[];

export const noSuchItem = (): DomainError =>
  refused('item.not-found', 'No item has this id, or its dataset was deleted.');

const known = (state: ItemState): KnownItem => {
  if (state.status === 'initial') throw noSuchItem();
  return state;
};

const included = (state: ItemState): KnownItem => {
  const item = known(state);
  if (item.excluded) throw refused('item.excluded', 'Take it back into the dataset first.');
  return item;
};

const labelled = (item: KnownItem): StatedLabel => {
  if (!item.label) throw refused('item.not-labelled', 'Label it first.');
  return item.label;
};

const reasonOf = ({ reason }: { readonly reason?: string | undefined }) =>
  reason === undefined ? {} : { reason };

const stated = (statement: Statement, size: Added | KnownItem): ItemEvent => {
  const { label, by, rules, restores, importId } = statement;
  assertFits(label, rules, size);
  return {
    type: 'ItemLabelled',
    data: {
      datasetId: size.datasetId,
      label,
      by,
      schemaVersion: rules.schemaVersion,
      ...(restores === undefined ? {} : { restores }),
      ...(importId === undefined ? {} : { importId }),
      ...reasonOf(statement),
    },
  };
};

const add = ({ item, statement }: AddItem, state: ItemState): Events => {
  if (state.status === 'initial')
    return [{ type: 'ItemAdded', data: item }, ...(statement ? [stated(statement, item)] : [])];
  return statement && !state.label && !state.excluded ? [stated(statement, state)] : [];
};

const label = (statement: Statement, item: KnownItem): Events => {
  const event = stated(statement, item);
  const again = item.label && isSameLabel(item.label.label, statement.label);
  return again && !item.relabel && item.review !== 'rejected' ? [] : [event];
};

const accept = ({ rules }: AcceptPrediction, item: KnownItem): Events =>
  label({ label: predictedLabel(item.prediction, rules, item), by: 'model-accepted', rules }, item);

const review = (command: ReviewLabel, item: KnownItem): Events => {
  const { verdict, rules } = command;
  const { label: current } = labelled(item);
  if (verdict === 'accepted') assertFits(current, rules, item);
  if (item.review === verdict && (verdict === 'rejected' || !item.relabel)) return [];
  const { datasetId } = item;
  const { schemaVersion } = rules;
  return [{ type: 'ItemLabelReviewed', data: { datasetId, verdict, schemaVersion, ...reasonOf(command) } }];
};

/** Nothing to do where the class is gone from the label, or where somebody has looked since. */
const mark = ({ cause, classKey, schemaVersion }: MarkForRelabel, state: ItemState): Events => {
  if (state.status === 'initial' || !state.label) return [];
  const { label: current, schemaVersion: seen } = state.label;
  if (seen >= schemaVersion || classesIn(current)[classKey] === undefined) return [];
  if (state.relabel && state.relabel.schemaVersion >= schemaVersion) return [];
  return [{ type: 'ItemNeedsRelabel', data: { datasetId: state.datasetId, cause, classKey, schemaVersion } }];
};

const restore = ({ excluded, datasetId }: KnownItem): Events => {
  if (!excluded) throw refused('item.not-excluded', 'It is in the dataset.');
  return [{ type: 'ItemRestored', data: { datasetId } }];
};

const withdraw = (command: WithReason<'WithdrawLabel'>, item: KnownItem): Events => {
  labelled(item);
  return [{ type: 'ItemLabelWithdrawn', data: { datasetId: item.datasetId, ...reasonOf(command) } }];
};

const decide = (command: ItemCommand, state: ItemState): Events => {
  switch (command.type) {
    case 'AddItem':
      return add(command, state);
    case 'LabelItem':
      return label(command, included(state));
    case 'AcceptPrediction':
      return accept(command, included(state));
    case 'ReviewLabel':
      return review(command, included(state));
    case 'MarkForRelabel':
      return mark(command, state);
    case 'WithdrawLabel':
      return withdraw(command, included(state));
    case 'ExcludeItem':
      return [{ type: 'ItemExcluded', data: { datasetId: included(state).datasetId, ...reasonOf(command) } }];
    case 'RestoreItem':
      return restore(known(state));
    default:
      return command satisfies never;
  }
};

/** One picture of one dataset, with every statement about it. Its id is its content: the same bytes are the same item. */
export const itemDecider: Decider<ItemState, ItemCommand, ItemEvent> = {
  context: 'datasets',
  aggregate: 'item',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
