import { planRollout } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { canaryChoices, presetStages, stageBeside, stageDraftsOf, stagesOf, type Stage } from './stage-draft';

const names = { canary: 'Canary', few: 'First 10%', rest: 'The rest', all: 'All devices' };
const groups = planRollout.shape.groups;

test('presets are groups that the server takes, and are known again', () => {
  for (const preset of ['canary', 'all'] as const) {
    const sent = groups.parse(stagesOf(presetStages(preset, names))) ?? [];
    expect(stageDraftsOf(sent, names).preset).toBe(preset);
  }
});

test('the canary is one device, and one failure stops it', () => {
  const [canary, few, rest] = groups.parse(stagesOf(presetStages('canary', names))) ?? [];
  expect(canary).toEqual({
    name: 'Canary',
    size: { kind: 'count', count: 1 },
    successPercent: 100,
    onSuccess: 'next-group',
    error: { kind: 'count', count: 1 },
  });
  expect(few?.size).toEqual({ kind: 'percent', percent: 10 });
  expect(rest?.size).toEqual({ kind: 'percent', percent: 100 });
});

test('fewer devices have fewer stages: a canary and the rest, then all at once', () => {
  const shown = canaryChoices(names).map((stages) => stages.map(({ name }) => name));
  expect(shown).toEqual([['Canary', 'First 10%', 'The rest'], ['Canary', 'The rest'], ['All devices']]);
});

test("one's own stages come back as they were; the last takes all that are left, whatever it says", () => {
  const own: readonly Stage[] = [
    {
      name: 'Line 3',
      size: { kind: 'filter', filter: 'tags.line==3' },
      successPercent: 80,
      onSuccess: 'pause',
      error: { kind: 'count', count: 2 },
    },
    {
      name: 'Others',
      size: { kind: 'percent', percent: 100 },
      successPercent: 95,
      onSuccess: 'next-group',
      error: { kind: 'percent', percent: 5 },
    },
  ];
  const drafts = stageDraftsOf(own, names);
  expect(drafts.preset).toBe('custom');
  expect(stagesOf(drafts.stages)).toEqual(own);
  const [first] = drafts.stages;
  expect(stagesOf(first ? [first] : [])).toMatchObject([{ size: { kind: 'percent', percent: 100 } }]);
});

test('a stage that is added has a row of its own', () => {
  const stages = presetStages('canary', names);
  expect(stageBeside(stages, 'Stage 4').row).toBe(3);
  expect(stageBeside([], 'Stage 1').row).toBe(0);
});

test('what is not filled in is no group', () => {
  const [canary, few] = presetStages('canary', names);
  for (const bad of [{ count: '' }, { name: ' ' }, { successPercent: 0 }, { errorAt: '' }])
    expect(groups.safeParse(stagesOf([{ ...canary, ...bad }, few].map(whole))).success).toBe(false);
});

const whole = (stage: Partial<ReturnType<typeof stageBeside>> | undefined) => ({
  ...stageBeside([], 'Stage'),
  ...stage,
});
