import { planRollout, rolloutName, type PlanRollout } from '@tutti/contracts/deployment';
import type { Model, Stream } from '@tutti/contracts/training';
import { problemStatus } from '../../api/problem-error';
import { fromLocalInput } from '../../components/chart/local-input';
import { modelName } from '../../components/model/model-name';
import { firstPolicy, policyOf, type PolicyDraft } from '../../components/rollout/plan/policy-draft';
import type { StageNames } from '../../components/rollout/plan/stage-draft';
import { firstTarget, type TargetDraft } from '../../components/rollout/plan/target-draft';

/** A plan while it is typed. What nobody touched follows from the model. */
export interface PlanDraft extends Omit<PolicyDraft, 'target'> {
  readonly name: string | undefined;
  readonly target: TargetDraft | undefined;
  readonly force: string;
  readonly starting: 'now' | 'at';
  /** Of `<input type="datetime-local">`. */
  readonly startAt: string;
}

/** The chosen model, with what its stream says of it. */
export interface PlannedModel {
  readonly model: Model;
  readonly warningScore: number | null;
  /** RSQL over devices. */
  readonly streamTarget: string;
}

interface Asked<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
}

interface Found {
  readonly planned?: PlannedModel;
  /** Why there is none. */
  readonly error?: unknown;
}

const isDeleted = (error: unknown): boolean => problemStatus(error) === 404;

/**
 * What is planned, once model and stream have been read. A stream that is gone says nothing; one that could not be read
 * may say whom the model is for, and from which score on: it is never taken for one that says nothing.
 */
export const foundModel = ({ data: model, error }: Asked<Model>, stream: Asked<Stream>): Found => {
  if (!model) return { error };
  const found = (said?: Stream): Found => ({
    planned: { model, warningScore: said?.warningScore ?? null, streamTarget: said?.target ?? '' },
  });
  if (model.streamId === null || isDeleted(stream.error)) return found();
  return stream.data ? found(stream.data) : { error: stream.error };
};

type WholeDraft = PlanDraft & PolicyDraft & { readonly name: string };

export const firstPlan = (names: StageNames): PlanDraft => ({
  ...firstPolicy(names),
  name: undefined,
  target: undefined,
  force: '',
  starting: 'now',
  startAt: '',
});

const longest = rolloutName.maxLength ?? 64;

/** The draft with what follows from the model. */
export const wholeDraft = (draft: PlanDraft, planned: PlannedModel | undefined): WholeDraft => ({
  ...draft,
  name: draft.name ?? (planned ? modelName(planned.model).slice(0, longest) : ''),
  target: draft.target ?? firstTarget(planned?.streamTarget),
});

/** Whether a person must say why. */
export const needsReason = ({ model: { gate } }: PlannedModel): boolean => gate?.passes === false;

const bodyOf = (draft: PlanDraft, planned: PlannedModel): Readonly<Record<string, unknown>> => {
  const whole = wholeDraft(draft, planned);
  return { name: whole.name, modelId: planned.model.id, ...policyOf(whole, planned.warningScore) };
};

/**
 * What is asked for as a preview; undefined while the draft means nothing. Without times and reasons: they do not change
 * who gets the model.
 */
export const previewOf = (draft: PlanDraft, planned: PlannedModel): PlanRollout | undefined =>
  planRollout.safeParse(bodyOf(draft, planned)).data;

/** It would start at a time that has passed. */
export const isLate = (
  { starting, startAt }: Pick<PlanDraft, 'starting' | 'startAt'>,
  now: number,
): boolean => starting === 'at' && (fromLocalInput(startAt) ?? Infinity) < now;

/** The hours of late joiners begin when it starts; where a person starts it, when it is planned. */
const timesOf = (draft: PlanDraft, now: number): Readonly<Record<string, unknown>> => {
  const { starting, startAt, joining, joinHours } = draft;
  const start = starting === 'at' ? fromLocalInput(startAt) : now;
  const end =
    typeof joinHours === 'number' && start !== undefined ? start + joinHours * 3_600_000 : undefined;
  const time = (ms: number | undefined): string => (ms === undefined ? '' : new Date(ms).toISOString());
  return {
    ...(starting === 'at' ? { startAt: time(start) } : {}),
    ...(joining ? { joinUntil: time(end) } : {}),
  };
};

/** The plan that a draft means; undefined while it means none. */
export const planOf = (draft: PlanDraft, planned: PlannedModel, now: number): PlanRollout | undefined =>
  isLate(draft, now)
    ? undefined
    : planRollout.safeParse({
        ...bodyOf(draft, planned),
        ...timesOf(draft, now),
        ...(needsReason(planned) ? { force: draft.force } : {}),
      }).data;
