import {
  usualGroup,
  type ErrorThreshold,
  type GroupPolicy,
  type GroupSize,
} from '@tutti/contracts/deployment';

export type Typed = number | string;
export type Stage = GroupPolicy & { readonly size: GroupSize };

/** A stage while it is typed; what is not chosen keeps what was typed. */
export interface StageDraft {
  readonly row: number;
  readonly name: string;
  readonly sizeKind: GroupSize['kind'];
  readonly percent: Typed;
  readonly count: Typed;
  readonly filter: string;
  readonly successPercent: Typed;
  readonly onSuccess: GroupPolicy['onSuccess'];
  readonly errorKind: ErrorThreshold['kind'];
  /** Percent or devices. */
  readonly errorAt: Typed;
}

export const stagePresets = ['canary', 'all', 'custom'] as const;
export type StagePreset = (typeof stagePresets)[number];

/** What the stages of a preset are called. */
export type StageNames = Readonly<Record<'canary' | 'few' | 'rest' | 'all', string>>;

const usual: Omit<StageDraft, 'row' | 'name'> = {
  sizeKind: 'percent',
  percent: 10,
  count: 1,
  filter: '',
  successPercent: usualGroup.successPercent,
  onSuccess: usualGroup.onSuccess,
  errorKind: 'percent',
  errorAt: 20,
};

/** A stage to begin with, with a row that no other has. */
export const stageBeside = (stages: readonly StageDraft[], name: string): StageDraft => ({
  ...usual,
  row: Math.max(-1, ...stages.map(({ row }) => row)) + 1,
  name,
});

const canary = (names: StageNames): StageDraft => ({
  ...usual,
  row: 0,
  name: names.canary,
  sizeKind: 'count',
  successPercent: 100,
  errorKind: 'count',
  errorAt: 1,
});

export const presetStages = (
  preset: Exclude<StagePreset, 'custom'>,
  names: StageNames,
): readonly StageDraft[] =>
  preset === 'all'
    ? [{ ...usual, row: 0, name: names.all }]
    : [canary(names), { ...usual, row: 1, name: names.few }, { ...usual, row: 2, name: names.rest }];

/** The canary's stages, and fewer of them for fewer devices: a stage without a device is none. */
export const canaryChoices = (names: StageNames): readonly (readonly StageDraft[])[] => {
  const stages = presetStages('canary', names);
  return [stages, stages.toSpliced(1, 1), presetStages('all', names)];
};

const sizeOf = ({ sizeKind, percent, count, filter }: StageDraft): unknown => {
  switch (sizeKind) {
    case 'percent':
      return { kind: sizeKind, percent };
    case 'count':
      return { kind: sizeKind, count };
    case 'filter':
      return { kind: sizeKind, filter };
  }
};

/** What the last stage takes whatever it says. */
const whatIsLeft: GroupSize = { kind: 'percent', percent: 100 };

/** Stages as they are sent, still to be checked. */
export const stagesOf = (stages: readonly StageDraft[]): readonly unknown[] =>
  stages.map((stage, index) => ({
    name: stage.name,
    size: index === stages.length - 1 ? whatIsLeft : sizeOf(stage),
    successPercent: stage.successPercent,
    onSuccess: stage.onSuccess,
    error: { kind: stage.errorKind, [stage.errorKind]: stage.errorAt },
  }));

const draftOf = ({ name, size, successPercent, onSuccess, error }: Stage, row: number): StageDraft => ({
  ...usual,
  row,
  name,
  sizeKind: size.kind,
  ...(size.kind === 'percent' ? { percent: size.percent } : {}),
  ...(size.kind === 'count' ? { count: size.count } : {}),
  ...(size.kind === 'filter' ? { filter: size.filter } : {}),
  successPercent,
  onSuccess,
  errorKind: error.kind,
  errorAt: error.kind === 'percent' ? error.percent : error.count,
});

/** The preset that these stages are, or their own. */
export const stageDraftsOf = (
  stages: readonly Stage[],
  names: StageNames,
): { readonly preset: StagePreset; readonly stages: readonly StageDraft[] } => {
  const same = (preset: 'canary' | 'all'): boolean =>
    JSON.stringify(stagesOf(presetStages(preset, names))) === JSON.stringify(stagesOf(stages.map(draftOf)));
  const preset = same('canary') ? 'canary' : same('all') ? 'all' : 'custom';
  return { preset, stages: stages.map(draftOf) };
};
