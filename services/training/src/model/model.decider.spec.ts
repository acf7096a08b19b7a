import { trainingErrors, type ModelEvent } from '@tutti/contracts/training';
import { given } from '@tutti/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { modelDecider, type ModelCommand } from './model.decider';
import { digest, evaluated, evaluation, imported, model, registered, streamId } from './model.fixture';

const signature = { keyId: digest('f'), bundle: { digest: digest('b'), bytes: 700 } };
const signed: ModelEvent = { type: 'ModelSigned', data: signature };
const retired: ModelEvent = { type: 'ModelRetired', data: {} };
const champion = { streamId, alias: 'champion' };
const aliased: ModelEvent = { type: 'ModelAliased', data: champion };
const aliasModel = (bears = false, of = streamId): ModelCommand => ({
  type: 'AliasModel',
  ...champion,
  streamId: of,
  bears,
});
const unaliasModel = (bears = true): ModelCommand => ({ type: 'UnaliasModel', ...champion, bears });
const retire: ModelCommand = { type: 'RetireModel', aliases: [] };

const about = (...events: readonly ModelEvent[]) => given(modelDecider, ...events);
const refused = new Set<string>();
const refuses = (
  events: readonly ModelEvent[],
  command: ModelCommand,
  code: keyof typeof trainingErrors,
): void => {
  refused.add(code);
  about(...events)
    .when(command)
    .isRefused(code);
};

/** Seen where files are read and tickets judged, of no decider. */
const elsewhere = [
  'model.not-evaluated',
  'model.picture-gone',
  'model.artifact-gone',
  'model.invalid',
  'model.ticket-invalid',
];

afterAll(() => {
  const mine = Object.keys(trainingErrors).filter((code) => /^(model|alias)\./.test(code));
  expect([...refused, ...elsewhere].sort()).toEqual(mine.sort());
});

describe('a model', () => {
  test('is registered once, with its judgement in the same commit', () => {
    about().when({ type: 'RegisterModel', model, evaluation }).gives(registered, evaluated);
    about()
      .when({ type: 'RegisterModel', model: imported })
      .gives({ type: 'ModelRegistered', data: imported });
    refuses([registered], { type: 'RegisterModel', model }, 'model.already-registered');
  });

  test('is signed once, however often that is tried', () => {
    about(registered)
      .when({ type: 'SignModel', ...signature })
      .gives(signed);
    about(registered, signed)
      .when({ type: 'SignModel', ...signature, keyId: digest('0') })
      .gives();
    refuses([], { type: 'SignModel', ...signature }, 'model.not-found');
  });

  test('is retired once, and with it end the aliases that it bears', () => {
    about(registered, aliased)
      .when({ type: 'RetireModel', reason: 'Sees nothing at night', aliases: ['champion', 'night'] })
      .gives(
        { type: 'ModelAliased', data: { ...champion, removed: true } },
        { type: 'ModelAliased', data: { streamId, alias: 'night', removed: true } },
        { type: 'ModelRetired', data: { reason: 'Sees nothing at night' } },
      );
    about({ type: 'ModelRegistered', data: imported }).when(retire).gives(retired);
    refuses([registered, retired], retire, 'model.already-retired');
  });
});

describe('an alias of a stream (requirements 5.11)', () => {
  test('is given to a model of the stream, also one that bore it before', () => {
    about(registered, evaluated).when(aliasModel()).gives(aliased);
    about(registered, aliased).when(aliasModel()).gives(aliased);
  });

  test('changes nothing where the model bears it already', () => {
    refuses([registered, aliased], aliasModel(true), 'alias.nothing-changed');
  });

  test('names no model of another stream, no imported and no retired one', () => {
    refuses([registered], aliasModel(false, digest('0').slice(0, 36)), 'model.other-stream');
    refuses([{ type: 'ModelRegistered', data: imported }], aliasModel(), 'model.other-stream');
    refuses([registered, retired], aliasModel(), 'model.already-retired');
    refuses([], aliasModel(), 'model.not-found');
  });

  test('is taken away from the model that bears it, and from no other', () => {
    about(registered, aliased)
      .when(unaliasModel())
      .gives({ type: 'ModelAliased', data: { ...champion, removed: true } });
    refuses([registered, aliased], unaliasModel(false), 'alias.not-found');
    refuses([], unaliasModel(), 'model.not-found');
  });
});
