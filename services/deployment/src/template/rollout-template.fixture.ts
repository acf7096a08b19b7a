import {
  usualConfirmation,
  usualGroup,
  usualPacing,
  usualStepMinutes,
  type RolloutTemplate,
} from '@tutti/contracts/deployment';

/** One camera first, then all others. */
export const template: RolloutTemplate = {
  active: true,
  target: { kind: 'filter', filter: 'tags.kind==camera' },
  mode: 'replace',
  groups: [
    { ...usualGroup, name: 'Canary', size: { kind: 'count', count: 1 } },
    { ...usualGroup, name: 'Rest', size: { kind: 'percent', percent: 100 } },
  ],
  pacing: usualPacing,
  approval: false,
  windows: [{ days: ['sat', 'sun'], from: '22:00', to: '04:00', timeZone: 'Asia/Seoul' }],
  confirmation: { ...usualConfirmation, floor: 0.5 },
  latencyBudgetMs: 200,
  stepMinutes: usualStepMinutes,
  joinHours: 24,
};
