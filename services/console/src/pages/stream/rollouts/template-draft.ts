import { rolloutTemplate, type RolloutTemplate } from '@tutti/contracts/deployment';
import type { Stream } from '@tutti/contracts/training';
import {
  firstPolicy,
  policyDraftOf,
  policyOf,
  type PolicyDraft,
} from '../../../components/rollout/plan/policy-draft';
import type { StageNames } from '../../../components/rollout/plan/stage-draft';

/** A template while it is typed. */
export interface TemplateDraft extends PolicyDraft {
  readonly active: boolean;
}

type Of = Pick<Stream, 'target' | 'warningScore'>;

/** What the form begins with: the template that there is, or what suits most. */
export const templateDraftOf = (
  template: RolloutTemplate | undefined,
  { target }: Of,
  names: StageNames,
): TemplateDraft =>
  template
    ? { ...policyDraftOf(template, names), active: template.active }
    : { ...firstPolicy(names, target ?? ''), active: true };

/** The template that a draft means; undefined while it means none that could be taken. */
export const templateOf = (draft: TemplateDraft, { warningScore }: Of): RolloutTemplate | undefined =>
  rolloutTemplate.safeParse({
    active: draft.active,
    ...policyOf(draft, warningScore),
    ...(draft.joining ? { joinHours: draft.joinHours } : {}),
  }).data;
