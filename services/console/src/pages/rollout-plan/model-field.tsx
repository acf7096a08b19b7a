import { Anchor, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Model } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useModels } from '../../api/models';
import { fieldFault } from '../../api/problem-error';
import { GateView } from '../../components/model/gate-view';
import { modelName } from '../../components/model/model-name';
import { unfitFor } from '../../components/rollout/unfit';
import { GateMark } from '../../components/training/gate-mark';
import { allOf, searchFilter } from '../../lib/rsql';
import { needsReason } from './plan-draft';
import type { Plan } from './use-plan';

interface ChoiceProps {
  readonly chosen: Model | undefined;
  readonly onChoose: (id: string) => void;
}

const withChosen = (models: readonly Model[], chosen: Model | undefined): readonly Model[] =>
  chosen && !models.some(({ id }) => id === chosen.id) ? [chosen, ...models] : models;

/** A model by its name; those that cannot be rolled out say why. */
const ModelChoice = ({ chosen, onChoose }: ChoiceProps) => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search === (chosen && modelName(chosen)) ? '' : search.trim(), 200);
  const { data } = useModels({ q: allOf(['status==ready', searchFilter(wanted, ['name'])]) });
  const found = (data?.pages ?? []).flatMap(({ items }) => items);
  const models = withChosen(found, chosen);
  const none = data !== undefined && wanted === '' && models.length === 0;
  return (
    <Select
      label={t('rolloutPlan.model.label')}
      placeholder={t('rolloutPlan.model.placeholder')}
      nothingFoundMessage={t(none ? 'rolloutPlan.model.none' : 'rolloutPlan.model.nothing')}
      searchable
      allowDeselect={false}
      maxDropdownHeight={320}
      value={chosen?.id ?? null}
      data={models.map((model) => ({
        value: model.id,
        label: modelName(model),
        disabled: unfitFor(model) !== undefined,
      }))}
      // The server has searched already.
      filter={({ options }) => options}
      renderOption={({ option }) => {
        const model = models.find(({ id }) => id === option.value);
        const unfit = model && unfitFor(model);
        return (
          <Group justify="space-between" w="100%" wrap="nowrap" gap="sm">
            <span className="wrap-anywhere">{option.label}</span>
            {unfit ? (
              <Text size="xs" c="dimmed">
                {t(`rolloutPlan.unfit.${unfit}`)}
              </Text>
            ) : (
              <GateMark gate={model?.gate ?? null} />
            )}
          </Group>
        );
      }}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={(id) => id !== null && onChoose(id)}
    />
  );
};

const Verdict = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const unfit = unfitFor(model);
  return (
    <Stack gap="xs">
      {unfit && (
        <Text size="sm" c="var(--tutti-bad)">
          {t(`rolloutPlan.unfit.${unfit}`)}
        </Text>
      )}
      {model.gate ? (
        <GateView gate={model.gate} labels={model.labels} />
      ) : (
        <Text size="sm" c="dimmed">
          {t('rolloutPlan.model.noGate')}
        </Text>
      )}
      <Anchor component={Link} to={`/models/${model.id}`} size="sm">
        {t('rolloutPlan.model.open')}
      </Anchor>
    </Stack>
  );
};

/** Which model, whether its gate lets it through, and what the rollout is called. */
export const ModelField = ({ plan }: { readonly plan: Plan }) => {
  const { t } = useTranslation();
  const { planned, draft, preview, choose, change } = plan;
  return (
    <Stack gap="md">
      <ModelChoice chosen={planned?.model} onChoose={choose} />
      {planned && <Verdict model={planned.model} />}
      {planned && needsReason(planned) && (
        <Textarea
          label={t('rolloutPlan.model.force')}
          description={t('rolloutPlan.model.forceHint')}
          required
          maxLength={512}
          autosize
          minRows={2}
          value={draft.force}
          onChange={(event) => change({ force: event.currentTarget.value })}
        />
      )}
      {planned && (
        <TextInput
          label={t('rolloutPlan.model.name')}
          required
          maxLength={64}
          value={draft.name}
          error={fieldFault(preview.error, '/name')}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
};
