import { planRollout, usualPacing, usualStepMinutes } from '@tutti/contracts/deployment';
import { describe, expect, test } from 'vitest';
import { device, model } from './plan.fixture';
import { draftOf } from './draft';
import { previewOf } from './preview';
import { settledPolicy } from './settled-policy';

const target = { kind: 'filter', filter: 'tags.kind==camera' } as const;
const body = planRollout.parse({ name: 'Lids', modelId: model.modelId, target });

describe('what is usual', () => {
  test('is one group of all, at once, confirmed by the warning score of the stream', () => {
    expect(settledPolicy(body, 0.6)).toMatchObject({
      groups: [{ name: 'All devices', size: { kind: 'percent', percent: 100 } }],
      pacing: usualPacing,
      approval: false,
      stepMinutes: usualStepMinutes,
      wish: {
        mode: 'replace',
        confirmation: { results: 20, minutes: 30, floor: 0.6, whenSilent: 'confirm' },
        windows: [],
        jitterSeconds: 0,
      },
    });
  });

  test('knows no floor where the stream knows no warnings, and says so', () => {
    const policy = settledPolicy(body, null);
    expect(policy.wish.confirmation).not.toHaveProperty('floor');
    const preview = previewOf(draftOf(model, policy, [device('a')]), { gate: 'passes', busy: new Map() });
    expect(preview.warnings).toEqual([expect.objectContaining({ code: 'no-floor' })]);
  });

  test('gives way to what is said', () => {
    const confirmation = { results: 1, minutes: 1, whenSilent: 'roll-back' } as const;
    const pacing = { ...usualPacing, jitterSeconds: 30 };
    const stepMinutes = { download: 5 };
    const said = { ...body, confirmation, pacing, stepMinutes, approval: true, latencyBudgetMs: 40 };
    expect(settledPolicy(said, 0.6)).toMatchObject({
      approval: true,
      stepMinutes: { ...usualStepMinutes, download: 5 },
      wish: { confirmation, jitterSeconds: 30, latencyBudgetMs: 40 },
    });
    expect(settledPolicy(said, 0.6).wish.confirmation).not.toHaveProperty('floor');
  });

  test('for a shadow is an hour beside', () => {
    const { wish } = settledPolicy({ ...body, mode: 'shadow' }, 0.6);
    expect(wish).toMatchObject({ mode: 'shadow', shadowMinutes: 60 });
    expect(settledPolicy({ ...body, shadowMinutes: 5 }, 0.6).wish).not.toHaveProperty('shadowMinutes');
  });
});

test('people are warned of what they may not expect', () => {
  const has = device('a', { modelDigest: model.artifact.digest });
  const draft = draftOf(model, settledPolicy(body, 0.5), [has, device('b', { online: false }), device('c')]);
  const busy = new Map([
    ['c', 'replace'],
    ['x', 'replace'],
  ] as const);
  const preview = previewOf(draft, { gate: 'fails', busy });
  expect(preview.warnings.map(({ code }) => code)).toEqual(['gate-shut', 'busy', 'offline', 'has-it']);
  expect(preview.warnings[1]?.message).toBe('1 device at work on another rollout: this one takes over.');
  expect(preview.bytes).toBe(2 * model.artifact.bytes);
  const unjudged = previewOf(draft, { gate: 'none', busy: new Map() });
  expect(unjudged.warnings[0]).toMatchObject({ code: 'never-judged' });
  const beside = draftOf(model, settledPolicy({ ...body, mode: 'shadow' }, 0.5), [device('c'), device('d')]);
  const { warnings } = previewOf(beside, { gate: 'passes', busy: new Map([...busy, ['d', 'shadow']]) });
  expect(warnings.map(({ code, message }) => [code, message.slice(0, 8)])).toEqual([
    ['busy', '1 device'],
    ['gives-way', '1 device'],
  ]);
});
