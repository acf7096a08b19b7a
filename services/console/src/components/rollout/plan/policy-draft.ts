import {
  usualConfirmation,
  usualPacing,
  usualShadowMinutes,
  usualStepMinutes,
  weekday,
  type Confirmation,
  type DeploymentMode,
  type MaintenanceWindow,
  type Pacing,
  type RolloutTemplate,
  type StepMinutes,
} from '@tutti/contracts/deployment';
import type { z } from 'zod';
import { ownZone } from '../../../lib/calendar';
import {
  presetStages,
  stageDraftsOf,
  stagesOf,
  type StageDraft,
  type StageNames,
  type StagePreset,
  type Typed,
} from './stage-draft';
import { firstTarget, targetDraftOf, targetOf, type TargetDraft } from './target-draft';

export type Weekday = z.infer<typeof weekday>;

export interface WindowDraft {
  readonly row: number;
  readonly days: readonly Weekday[];
  readonly from: string;
  readonly to: string;
  readonly timeZone: string;
}

/** How a rollout goes about it, while it is typed; parts that are switched off keep what was typed. */
export interface PolicyDraft {
  readonly target: TargetDraft;
  readonly mode: DeploymentMode;
  readonly preset: StagePreset;
  /** Those of the preset, or the person's own. */
  readonly stages: readonly StageDraft[];
  readonly perMinute: Typed;
  readonly mostInFlight: Typed;
  readonly jitterSeconds: Typed;
  readonly increasing: boolean;
  readonly factor: Typed;
  readonly afterSucceeded: Typed;
  readonly most: Typed;
  readonly windowed: boolean;
  readonly windows: readonly WindowDraft[];
  readonly results: Typed;
  readonly minutes: Typed;
  /** Percent; empty for none; undefined for the stream's warning score. */
  readonly floor: Typed | undefined;
  readonly whenSilent: Confirmation['whenSilent'];
  /** Empty for no budget. */
  readonly latencyBudgetMs: Typed;
  readonly shadowMinutes: Typed;
  readonly stepMinutes: StepMinutes;
  readonly approval: boolean;
  readonly joining: boolean;
  readonly joinHours: Typed;
}

export const windowBeside = (windows: readonly WindowDraft[]): WindowDraft => ({
  row: Math.max(-1, ...windows.map(({ row }) => row)) + 1,
  days: weekday.options,
  from: '02:00',
  to: '05:00',
  timeZone: ownZone(),
});

export const firstPolicy = (names: StageNames, filter?: string): PolicyDraft => ({
  target: firstTarget(filter),
  mode: 'replace',
  preset: 'canary',
  stages: presetStages('canary', names),
  ...usualPacing,
  increasing: false,
  factor: 2,
  afterSucceeded: 50,
  most: 1000,
  windowed: false,
  windows: [windowBeside([])],
  ...usualConfirmation,
  floor: undefined,
  latencyBudgetMs: '',
  shadowMinutes: usualShadowMinutes,
  stepMinutes: usualStepMinutes,
  approval: false,
  joining: false,
  joinHours: 24,
});

const pacingOf = (draft: PolicyDraft): unknown => {
  const { perMinute, mostInFlight, jitterSeconds, increasing, factor, afterSucceeded, most } = draft;
  return {
    perMinute,
    mostInFlight,
    jitterSeconds,
    ...(increasing ? { increase: { factor, afterSucceeded, most } } : {}),
  };
};

const windowOf = ({ row: _, days, ...window }: WindowDraft): unknown =>
  days.length === weekday.options.length ? window : { ...window, days };

const confirmationOf = (
  { results, minutes, floor, whenSilent }: PolicyDraft,
  warningScore: number | null,
): unknown => {
  const share = floor === undefined ? warningScore : typeof floor === 'number' ? floor / 100 : floor;
  return { results, minutes, ...(share === null || share === '' ? {} : { floor: share }), whenSilent };
};

/**
 * What a draft means, still to be checked. `warningScore` is the stream's, for a floor that nobody set.
 */
export const policyOf = (
  draft: PolicyDraft,
  warningScore: number | null,
): Readonly<Record<string, unknown>> => ({
  target: targetOf(draft.target),
  mode: draft.mode,
  groups: stagesOf(draft.stages),
  pacing: pacingOf(draft),
  approval: draft.approval,
  windows: draft.windowed ? draft.windows.map(windowOf) : [],
  confirmation: confirmationOf(draft, warningScore),
  stepMinutes: draft.stepMinutes,
  ...(draft.latencyBudgetMs === '' ? {} : { latencyBudgetMs: draft.latencyBudgetMs }),
  ...(draft.mode === 'shadow' ? { shadowMinutes: draft.shadowMinutes } : {}),
});

const windowDraft = ({ days = weekday.options, ...window }: MaintenanceWindow, row: number): WindowDraft => ({
  ...window,
  days,
  row,
});

const increaseDraft = ({ increase }: Pacing): Partial<PolicyDraft> =>
  increase ? { increasing: true, ...increase } : {};

/** Rounded, because 0.07 * 100 is 7.000000000000001. */
export const percentOf = (share: number): number => Math.round(share * 10_000) / 100;

/** What a form begins with that changes a template. */
export const policyDraftOf = (template: RolloutTemplate, names: StageNames): PolicyDraft => {
  const { pacing, windows, confirmation, latencyBudgetMs, shadowMinutes, joinHours } = template;
  const { floor } = confirmation;
  return {
    ...firstPolicy(names),
    target: targetDraftOf(template.target),
    mode: template.mode,
    ...stageDraftsOf(template.groups, names),
    perMinute: pacing.perMinute,
    mostInFlight: pacing.mostInFlight,
    jitterSeconds: pacing.jitterSeconds,
    ...increaseDraft(pacing),
    ...(windows.length > 0 ? { windowed: true, windows: windows.map(windowDraft) } : {}),
    results: confirmation.results,
    minutes: confirmation.minutes,
    floor: floor === undefined ? '' : percentOf(floor),
    whenSilent: confirmation.whenSilent,
    ...(latencyBudgetMs === undefined ? {} : { latencyBudgetMs }),
    ...(shadowMinutes === undefined ? {} : { shadowMinutes }),
    stepMinutes: template.stepMinutes,
    approval: template.approval,
    ...(joinHours === undefined ? {} : { joining: true, joinHours }),
  };
};
