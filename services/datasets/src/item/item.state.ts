import type {
  ItemEvent,
  ItemPrediction,
  Label,
  LabelledBy,
  LabelState,
  RelabelCause,
  ReviewVerdict,
} from '@tutti/contracts/datasets';

export interface StatedLabel {
  readonly label: Label;
  readonly by: LabelledBy;
  /** Of the label schema when it was stated, or when a review last let it stand. */
  readonly schemaVersion: number;
}

export interface Relabel {
  readonly cause: RelabelCause;
  readonly classKey: string;
  readonly schemaVersion: number;
}

export interface KnownItem {
  readonly status: 'known';
  readonly datasetId: string;
  readonly width: number;
  readonly height: number;
  readonly prediction?: ItemPrediction | undefined;
  readonly label?: StatedLabel | undefined;
  readonly relabel?: Relabel | undefined;
  readonly review?: ReviewVerdict | undefined;
  readonly excluded: boolean;
}

export type ItemState = { readonly status: 'initial' } | KnownItem;

export const initialState: ItemState = { status: 'initial' };

type Facts = Pick<KnownItem, 'excluded'> & {
  readonly label?: unknown;
  readonly relabel?: unknown;
  readonly review?: ReviewVerdict | null | undefined;
};

/** The one state that lists show. */
export const labelStateOf = ({ excluded, label, relabel, review }: Facts): LabelState => {
  if (excluded) return 'excluded';
  if (!label) return 'unlabelled';
  return relabel || review === 'rejected' ? 'needs-relabel' : 'labelled';
};

type Data<Type extends ItemEvent['type']> = Extract<ItemEvent, { type: Type }>['data'];

const reviewed = (state: KnownItem, { verdict, schemaVersion }: Data<'ItemLabelReviewed'>): KnownItem => {
  if (!state.label || verdict === 'rejected') return { ...state, review: verdict };
  return { ...state, review: verdict, relabel: undefined, label: { ...state.label, schemaVersion } };
};

export const evolve = (state: ItemState, event: ItemEvent): ItemState => {
  if (event.type === 'ItemAdded') {
    const { datasetId, width, height, prediction } = event.data;
    return { status: 'known', datasetId, width, height, prediction, excluded: false };
  }
  if (state.status === 'initial') return state;
  switch (event.type) {
    case 'ItemLabelled': {
      const { label, by, schemaVersion } = event.data;
      return { ...state, label: { label, by, schemaVersion }, relabel: undefined, review: undefined };
    }
    case 'ItemLabelWithdrawn':
      return { ...state, label: undefined, relabel: undefined, review: undefined };
    case 'ItemLabelReviewed':
      return reviewed(state, event.data);
    case 'ItemNeedsRelabel': {
      const { cause, classKey, schemaVersion } = event.data;
      return { ...state, relabel: { cause, classKey, schemaVersion } };
    }
    case 'ItemExcluded':
      return { ...state, excluded: true };
    case 'ItemRestored':
      return { ...state, excluded: false };
    default:
      return event satisfies never;
  }
};
