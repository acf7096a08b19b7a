import { useDebouncedValue } from '@mantine/hooks';
import { planRollout } from '@tutti/contracts/deployment';
import { useMemo, useState } from 'react';
import { useLocation } from 'react-router';
import { useModel } from '../../api/models';
import { useStream } from '../../api/streams';
import { linkedTarget } from '../../components/rollout/plan/plan-link';
import { canaryChoices } from '../../components/rollout/plan/stage-draft';
import { useStageNames } from '../../components/rollout/plan/stages-field';
import { useNow } from '../../lib/clock';
import { useQueryState } from '../../lib/use-query-state';
import {
  firstPlan,
  foundModel,
  planOf,
  previewOf,
  wholeDraft,
  type PlanDraft,
  type PlannedModel,
} from './plan-draft';
import { useFittingPreview } from './use-fitting-preview';

const previewAfterMs = 300;
const plans = planRollout.array();

/** The model with its stream, or why one of them cannot be read. */
const usePlannedModel = (modelId: string) => {
  const model = useModel(modelId === '' ? undefined : modelId);
  const stream = useStream(model.data?.streamId ?? undefined);
  const { planned, error } = foundModel(model, stream);
  const again = (): void => void (model.data ? stream : model).refetch();
  return { planned, unread: error ? { error, again } : undefined };
};

/** The drafts that a draft may stand for: with a canary it has fewer stages where there are fewer devices. */
const useChoices = (typed: PlanDraft): readonly PlanDraft[] => {
  const names = useStageNames();
  return typed.preset === 'canary' ? canaryChoices(names).map((stages) => ({ ...typed, stages })) : [typed];
};

/** What drafts would do: asked for a moment after the last change. */
const useAnswer = (choices: readonly PlanDraft[], planned: PlannedModel | undefined) => {
  const questions = planned ? choices.flatMap((choice) => previewOf(choice, planned) ?? []) : [];
  const asked = JSON.stringify(questions);
  const [settled] = useDebouncedValue(asked, previewAfterMs);
  const { choice, preview } = useFittingPreview(useMemo(() => plans.parse(JSON.parse(settled)), [settled]));
  const complete = questions.length > 0;
  return {
    chosen: choices[choice],
    complete,
    preview,
    /** What is shown is the answer to what stands in the form. */
    fresh: complete && asked === settled && !preview.isPlaceholderData && preview.isSuccess,
  };
};

/** A draft, and what it would do. */
export const usePlan = () => {
  const [{ model: modelId }, choose] = useQueryState({ model: '' });
  const location = useLocation();
  const brought: unknown = location.state;
  const names = useStageNames();
  const [typed, setTyped] = useState<PlanDraft>(() => ({
    ...firstPlan(names),
    target: linkedTarget(location.search, brought),
  }));
  const now = useNow();
  const { planned, unread } = usePlannedModel(modelId);
  const { chosen, ...answer } = useAnswer(useChoices(typed), planned);
  return {
    ...answer,
    modelId,
    choose: (id: string): void => choose({ model: id }),
    planned,
    /** The chosen model or its stream could not be read: why, and how to try again. */
    unread,
    draft: wholeDraft(typed, planned),
    change: (part: Partial<PlanDraft>): void => setTyped({ ...typed, ...part }),
    /** Undefined while it cannot be planned so. */
    body: planned && chosen && planOf(chosen, planned, now),
  };
};

export type Plan = ReturnType<typeof usePlan>;
