import { deploymentErrors, type RolloutTemplateEvent } from '@tutti/contracts/deployment';
import { given } from '@tutti/testing';
import { afterAll, expect, test } from 'vitest';
import { rolloutTemplateDecider, type RolloutTemplateCommand } from './rollout-template.decider';
import { template } from './rollout-template.fixture';

const set: RolloutTemplateCommand = { type: 'SetTemplate', template, isFirst: true };
const remove: RolloutTemplateCommand = { type: 'RemoveTemplate' };
const wasSet: RolloutTemplateEvent = { type: 'TemplateSet', data: { template } };
const removed: RolloutTemplateEvent = { type: 'TemplateRemoved', data: {} };
const after = (...events: readonly RolloutTemplateEvent[]) => given(rolloutTemplateDecider, ...events);

const refused = new Set<string>();
const refuses = (
  events: readonly RolloutTemplateEvent[],
  command: RolloutTemplateCommand,
  code: keyof typeof deploymentErrors,
): void => {
  refused.add(code);
  after(...events)
    .when(command)
    .isRefused(code);
};
afterAll(() => {
  const mine = Object.keys(deploymentErrors).filter((code) => code.startsWith('template.'));
  expect([...refused].sort()).toEqual(mine.sort());
});

test('is set whole, again after it was removed', () => {
  after().when(set).gives(wasSet);
  after(wasSet, removed).when(set).gives(wasSet);
  const paused = { ...template, active: false };
  after(wasSet)
    .when({ type: 'SetTemplate', template: paused, isFirst: false })
    .gives({ type: 'TemplateSet', data: { template: paused } });
});

test('is not set to what it says, in whatever order that comes', () => {
  refuses([wasSet], set, 'template.nothing-changed');
  const turned = Object.fromEntries(Object.entries(template).reverse()) as unknown as typeof template;
  refuses([wasSet], { ...set, template: turned }, 'template.nothing-changed');
});

test('is not overwritten by whoever has seen none', () =>
  after(wasSet)
    .when({ ...set, template: { ...template, active: false } })
    .isRefused('request.if-match-required'));

test('is removed once', () => {
  after(wasSet).when(remove).gives(removed);
  refuses([], remove, 'template.not-found');
  refuses([wasSet, removed], remove, 'template.not-found');
});
