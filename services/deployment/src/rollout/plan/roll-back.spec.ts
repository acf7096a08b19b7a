import { planRollout } from '@tutti/contracts/deployment';
import { describe, expect, test } from 'vitest';
import { device, model } from './plan.fixture';
import { earlierModel, returnTo } from './roll-back';

const fleet = ['a', 'b'].map((id) => device(id));
const had = (models: Readonly<Record<string, string>>) => ({
  before: (ids: readonly string[]) =>
    Promise.resolve(new Map(Object.entries(models).filter(([id]) => ids.includes(id)))),
});

describe('the model from before', () => {
  test('is the one that all of them had', () =>
    expect(earlierModel(fleet, had({ a: 'old', b: 'old' }))).resolves.toBe('old'));

  test.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['devices had none', { a: 'y' }, /^1 devices .*“Edge b”/],
    ['devices had different ones', { a: 'y', b: 'z' }, /2 different models/],
  ])('is nobody’s guess where %s', async (_, models, message) => {
    const refusal = await earlierModel(fleet, had(models)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'rollout.no-earlier-model' });
    expect((refusal as Error).message).toMatch(message);
  });

  test('does not ask devices that can take none', async () => {
    const models = had({ a: 'old' });
    const suspended = device('b', { lifecycle: 'suspended' });
    await expect(earlierModel([device('a'), suspended], models)).resolves.toBe('old');
    await expect(earlierModel([suspended], models)).rejects.toMatchObject({
      code: 'rollout.no-earlier-model',
    });
  });

  test('goes out at once, whatever its gate said', () => {
    const target = { kind: 'devices', deviceIds: ['a'.repeat(26)] } as const;
    const body = returnTo(
      { ...model, name: 'L'.repeat(64) },
      { target: { ...target, deviceIds: [...target.deviceIds] } },
      true,
    );
    expect(planRollout.parse(body)).toEqual(body);
    expect(body).toMatchObject({ modelId: model.modelId, force: expect.any(String) as unknown });
    expect(body.confirmation).not.toHaveProperty('floor');
    const { force } = returnTo(model, { target: body.target, reason: 'It is worse at night' }, true);
    expect(force).toBe('It is worse at night');
  });

  test('that none of them had is no way back: past a shut gate a person says why', () => {
    const target = { kind: 'filter', filter: 'site==Busan' } as const;
    const body = returnTo(model, { target, reason: '' }, false);
    expect(body).not.toHaveProperty('force');
    expect(body.name).toBe('Lids v1.3');
    expect(returnTo(model, { target, reason: 'Nothing else is left' }, false)).toMatchObject({
      force: 'Nothing else is left',
    });
  });
});
