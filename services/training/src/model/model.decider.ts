import type { BlobReference, ModelEvent } from '@tutti/contracts/training';
import type { Decider } from '@tutti/kernel';
import { noSuchAlias, noSuchModel, refused } from './model-refusal.decider';
import { evolve, initialState, type KnownModel, type ModelState } from './model.state';

type DataOf<Type extends ModelEvent['type']> = Extract<ModelEvent, { type: Type }>['data'];

export interface RegisterModel {
  readonly type: 'RegisterModel';
  readonly model: DataOf<'ModelRegistered'>;
  /** Absent: nobody has judged it. */
  readonly evaluation?: DataOf<'ModelEvaluated'>;
}

interface SignModel {
  readonly type: 'SignModel';
  readonly keyId: string;
  readonly bundle: BlobReference;
}

/** Aliases are the stream's; who bears one now is looked up for the command. */
interface OfAlias<Type extends string> {
  readonly type: Type;
  readonly streamId: string;
  readonly alias: string;
  /** The newest statement of the alias names this model. */
  readonly bears: boolean;
}

interface RetireModel {
  readonly type: 'RetireModel';
  readonly reason?: string | undefined;
  /** That it bears now: they end with it. */
  readonly aliases: readonly string[];
}

export type ModelCommand =
  RegisterModel | SignModel | OfAlias<'AliasModel'> | OfAlias<'UnaliasModel'> | RetireModel;

type Events = readonly ModelEvent[];

const register = ({ model, evaluation }: RegisterModel, state: ModelState): Events => {
  if (state.status !== 'initial')
    throw refused('model.already-registered', 'Each run, and each upload, is one model.');
  return [
    { type: 'ModelRegistered', data: model },
    ...(evaluation ? [{ type: 'ModelEvaluated', data: evaluation } as const] : []),
  ];
};

const existing = (state: ModelState): KnownModel => {
  if (state.status === 'initial') throw noSuchModel();
  return state;
};

const inUse = (state: ModelState): KnownModel => {
  const known = existing(state);
  if (known.status === 'retired')
    throw refused('model.already-retired', 'A retired model stays as it is. Use another one.');
  return known;
};

/** A signature that is tried again says the same. */
const sign = ({ type: _, ...data }: SignModel, state: ModelState): Events =>
  existing(state).signed ? [] : [{ type: 'ModelSigned', data }];

const ofStream = (state: ModelState, streamId: string): KnownModel => {
  const known = inUse(state);
  if (known.streamId !== streamId)
    throw refused('model.other-stream', "A stream's aliases name models of its own runs.");
  return known;
};

const name = ({ streamId, alias, bears }: OfAlias<'AliasModel'>, state: ModelState): Events => {
  ofStream(state, streamId);
  if (bears) throw refused('alias.nothing-changed', 'Choose another model, or leave it as it is.');
  return [{ type: 'ModelAliased', data: { alias, streamId } }];
};

const unname = ({ streamId, alias, bears }: OfAlias<'UnaliasModel'>, state: ModelState): Events => {
  existing(state);
  if (!bears) throw noSuchAlias();
  return [{ type: 'ModelAliased', data: { alias, streamId, removed: true } }];
};

const retire = ({ reason, aliases }: RetireModel, state: ModelState): Events => {
  const { streamId } = inUse(state);
  const unnamed = (alias: string): Events =>
    streamId === undefined ? [] : [{ type: 'ModelAliased', data: { alias, streamId, removed: true } }];
  return [
    ...aliases.flatMap(unnamed),
    { type: 'ModelRetired', data: reason === undefined ? {} : { reason } },
  ];
};

const decide = (command: ModelCommand, state: ModelState): Events => {
  switch (command.type) {
    case 'RegisterModel':
      return register(command, state);
    case 'SignModel':
      return sign(command, state);
    case 'AliasModel':
      return name(command, state);
    case 'UnaliasModel':
      return unname(command, state);
    case 'RetireModel':
      return retire(command, state);
    default:
      return command satisfies never;
  }
};

/** An ONNX file that a run left or that was imported: what it learned from, how well it does, what it is called. */
export const modelDecider: Decider<ModelState, ModelCommand, ModelEvent> = {
  context: 'training',
  aggregate: 'model',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
