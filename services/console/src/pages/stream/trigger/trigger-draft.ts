import { trigger as triggerSchema, type Trigger, type TriggerCondition } from '@tutti/contracts/training';
import { ownZone } from '../../../lib/calendar';
import { cronOf, presetOf, usualPreset, type Preset } from './cron-presets';

type Typed = number | string;

export type ConditionDraft =
  | { readonly kind: 'new-labels'; readonly atLeast: Typed }
  | {
      readonly kind: 'warning-rate';
      /** Percent. */
      readonly atLeast: Typed;
      readonly overMinutes: Typed;
      readonly leastResults: Typed;
    };

/** A trigger while it is typed; switched off parts keep what was typed. */
export interface TriggerDraft {
  readonly active: boolean;
  readonly scheduled: boolean;
  readonly preset: Preset;
  readonly timeZone: string;
  readonly conditions: readonly (ConditionDraft & { readonly row: number })[];
  readonly checkSeconds: Typed;
  readonly windowed: boolean;
  readonly from: string;
  readonly to: string;
  readonly windowZone: string;
  readonly trainer: boolean;
  readonly counted: boolean;
  readonly devicesAtLeast: Typed;
  readonly devicesFilter: string;
  readonly whenShut: 'skip' | 'wait';
  readonly coolDownMinutes: Typed;
}

export const usualCondition = (kind: TriggerCondition['kind']): ConditionDraft =>
  kind === 'new-labels' ? { kind, atLeast: 50 } : { kind, atLeast: 20, overMinutes: 60, leastResults: 50 };

const conditionDraft = (condition: TriggerCondition): ConditionDraft =>
  condition.kind === 'new-labels'
    ? condition
    : { ...condition, atLeast: Math.round(condition.atLeast * 10_000) / 100 };

const empty: TriggerDraft = {
  active: true,
  scheduled: true,
  preset: usualPreset('daily', ''),
  timeZone: 'UTC',
  conditions: [{ ...usualCondition('new-labels'), row: 0 }],
  checkSeconds: 60,
  windowed: false,
  from: '20:00',
  to: '06:00',
  windowZone: 'UTC',
  trainer: true,
  counted: false,
  devicesAtLeast: 1,
  devicesFilter: '',
  whenShut: 'skip',
  coolDownMinutes: 60,
};

const scheduleDraft = ({ schedule, window }: Trigger): Partial<TriggerDraft> => ({
  scheduled: schedule !== undefined,
  ...(schedule ? { preset: presetOf(schedule.cron) } : {}),
  timeZone: schedule?.timeZone ?? ownZone(),
  windowZone: window?.timeZone ?? schedule?.timeZone ?? ownZone(),
});

const windowDraft = ({ window }: Trigger): Partial<TriggerDraft> =>
  window ? { windowed: true, from: window.from, to: window.to } : {};

const gateDraft = ({ gate, whenShut }: Trigger): Partial<TriggerDraft> => ({
  trainer: gate?.trainer === true,
  ...(gate?.devices
    ? { counted: true, devicesAtLeast: gate.devices.atLeast, devicesFilter: gate.devices.filter ?? '' }
    : {}),
  ...(whenShut ? { whenShut } : {}),
});

/** What the form begins with: the trigger that there is, or what suits most. */
export const draftOf = (trigger: Trigger | null): TriggerDraft => {
  if (!trigger) return { ...empty, timeZone: ownZone(), windowZone: ownZone() };
  const { active, conditions, checkSeconds, coolDownMinutes } = trigger;
  return {
    ...empty,
    ...scheduleDraft(trigger),
    ...windowDraft(trigger),
    ...gateDraft(trigger),
    active,
    conditions: conditions.map((condition, row) => ({ ...conditionDraft(condition), row })),
    ...(checkSeconds === undefined ? {} : { checkSeconds }),
    coolDownMinutes,
  };
};

const shareOf = (percent: Typed): Typed =>
  typeof percent === 'number' ? Math.round(percent * 100) / 10_000 : percent;

const conditionOf = ({ row: _, ...condition }: TriggerDraft['conditions'][number]): unknown =>
  condition.kind === 'new-labels' ? condition : { ...condition, atLeast: shareOf(condition.atLeast) };

const gateOf = ({ trainer, counted, devicesAtLeast, devicesFilter }: TriggerDraft): unknown => {
  if (!trainer && !counted) return undefined;
  const filter = devicesFilter.trim();
  return {
    trainer,
    ...(counted ? { devices: { atLeast: devicesAtLeast, ...(filter === '' ? {} : { filter }) } } : {}),
  };
};

/** The trigger that a draft means; undefined while it means none that could be taken. */
export const triggerOf = (draft: TriggerDraft): Trigger | undefined => {
  const { active, scheduled, timeZone, windowed, from, to, windowZone } = draft;
  const gate = gateOf(draft);
  return triggerSchema.safeParse({
    active,
    ...(scheduled ? { schedule: { cron: cronOf(draft.preset), timeZone } } : {}),
    conditions: draft.conditions.map(conditionOf),
    ...(windowed ? { window: { from, to, timeZone: windowZone } } : {}),
    ...(scheduled ? {} : { checkSeconds: draft.checkSeconds }),
    ...(gate === undefined ? {} : { gate }),
    ...(scheduled && gate !== undefined ? { whenShut: draft.whenShut } : {}),
    coolDownMinutes: draft.coolDownMinutes,
  }).data;
};
