import type { LabelSchemaEvent, RelabelCause } from '@tutti/contracts/datasets';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';

/** All items whose label holds the class and is older than this version of the schema. */
export type MarkItems = {
  readonly type: 'MarkItems';
  readonly schemaId: string;
  readonly cause: RelabelCause;
  readonly classKey: string;
  readonly schemaVersion: number;
  /** Of the event: the rows that are looked at must have seen it. */
  readonly position: number;
};

/** What must be looked at once more, by the name of its timer. */
export type RelabelState = Readonly<Record<string, MarkItems>>;

type Reacted = Reaction<RelabelState, MarkItems>;

/**
 * Whoever was about to state a label while the class changed has measured it against the schema before: such a label
 * comes right after the change. No command takes that long.
 */
const lookAgainMs = 60_000;

const marked = (state: RelabelState, mark: MarkItems, at: Date): Reacted => {
  const name = `${mark.classKey}.${mark.schemaVersion}`;
  return {
    state: { ...state, [name]: mark },
    outgoing: [mark],
    timers: [{ name, at: new Date(at.getTime() + lookAgainMs) }],
  };
};

const ended = (state: RelabelState, name: string): RelabelState | undefined => {
  const { [name]: _, ...rest } = state;
  return Object.keys(rest).length === 0 ? undefined : rest;
};

const resting = (state: RelabelState): Reacted => ({
  state: Object.keys(state).length === 0 ? undefined : state,
});

const react = (state: RelabelState, input: ProcessInput<LabelSchemaEvent>): Reacted => {
  if (input.kind === 'timer') {
    const mark = state[input.name];
    return { state: ended(state, input.name), outgoing: mark ? [mark] : [] };
  }
  const { event, aggregateId: schemaId, aggregateVersion: schemaVersion, position, time } = input.recorded;
  const mark = { type: 'MarkItems', schemaId, schemaVersion, position } as const;
  switch (event.type) {
    case 'ClassChanged': {
      const { key: classKey, relabel } = event.data;
      return relabel ? marked(state, { ...mark, cause: 'class-changed', classKey }, time) : resting(state);
    }
    case 'ClassRetired':
      return marked(state, { ...mark, cause: 'class-retired', classKey: event.data.key }, time);
    case 'LabelSchemaDefined':
    case 'LabelSchemaRenamed':
    case 'ClassAdded':
      return resting(state);
    default:
      return event satisfies never;
  }
};

/** A class that means something else, or is retired, sends its items back to the labellers. One instance per schema. */
export const relabelProcess: Process<RelabelState, LabelSchemaEvent, MarkItems> = {
  name: 'relabel',
  version: 1,
  subjects: ['evt.datasets.label-schema.*'],
  handles: ['ClassChanged', 'ClassRetired'],
  ignores: ['LabelSchemaDefined', 'LabelSchemaRenamed', 'ClassAdded'],
  initialState: {},
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
