import { useDebouncedValue } from '@mantine/hooks';
import {
  rolloutName,
  rolloutTemplate,
  type PlanRollout,
  type RolloutTemplate,
} from '@tutti/contracts/deployment';
import type { Model, Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useModel } from '../../../api/models';
import { usePreview } from '../../../api/rollouts';
import { modelName } from '../../../components/model/model-name';
import { ProblemAlert } from '../../../components/problem-alert';
import { Preview } from '../../../components/rollout/preview/preview';
import { unfitFor } from '../../../components/rollout/unfit';
import { Section } from '../../../components/section';

interface Props {
  readonly stream: Stream;
  readonly template: RolloutTemplate | undefined;
}

/** The plan of a rollout of this model by the template. */
const planBy = (template: string | undefined, model: Model): PlanRollout | undefined => {
  if (template === undefined || unfitFor(model) !== undefined) return undefined;
  const { active: _, joinHours: __, ...policy } = rolloutTemplate.parse(JSON.parse(template));
  return { ...policy, name: modelName(model).slice(0, rolloutName.maxLength ?? 64), modelId: model.id };
};

/** What the template would do with the stream's newest model now. */
export const TemplatePreview = ({ stream, template }: Props) => {
  const { t } = useTranslation();
  const { data: model } = useModel(stream.newestModelId ?? undefined);
  const [settled] = useDebouncedValue(template && JSON.stringify(template), 300);
  const { data, error } = usePreview(model && planBy(settled, model));
  if (!model || (!data && !error)) return null;
  return (
    <Section title={t('rolloutPlan.template.preview')} aside={modelName(model)}>
      {error ? <ProblemAlert error={error} /> : data && <Preview preview={data} />}
    </Section>
  );
};
