import { Button, SimpleGrid, Stack } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ChoiceCard } from '../../training/choice-card';
import {
  presetStages,
  stageBeside,
  stagePresets,
  type StageDraft,
  type StageNames,
  type StagePreset,
} from './stage-draft';
import { StageRow } from './stage-row';

interface Staged {
  readonly preset: StagePreset;
  readonly stages: readonly StageDraft[];
}

interface Props {
  readonly draft: Staged;
  readonly onChange: (change: Staged) => void;
}

/** The names that preset stages begin with. */
export const useStageNames = (): StageNames => {
  const { t } = useTranslation();
  return {
    canary: t('rolloutPlan.stages.names.canary'),
    few: t('rolloutPlan.stages.names.few'),
    rest: t('rolloutPlan.stages.names.rest'),
    all: t('rolloutPlan.stages.names.all'),
  };
};

const move = (stages: readonly StageDraft[], from: number, to: number): readonly StageDraft[] => {
  const moved = stages.slice(from, from + 1);
  return stages.toSpliced(from, 1).toSpliced(to, 0, ...moved);
};

const StageList = ({ draft: { stages }, onChange }: Props) => {
  const { t } = useTranslation();
  const set = (next: readonly StageDraft[]): void => onChange({ preset: 'custom', stages: next });
  const add = (): void => {
    const name = t('rolloutPlan.stages.names.numbered', { number: stages.length });
    // The last stage stays the last: it takes all that are left.
    set(stages.toSpliced(-1, 0, stageBeside(stages, name)));
  };
  return (
    <Stack gap="sm">
      <Stack
        component="ol"
        gap="sm"
        m={0}
        p={0}
        style={{ listStyle: 'none' }}
        aria-label={t('rolloutPlan.stages.list')}
      >
        {stages.map((stage, index) => (
          <li key={stage.row}>
            <StageRow
              stage={stage}
              number={index + 1}
              of={stages.length}
              onChange={(changed) => set(stages.with(index, changed))}
              onMove={(by) => set(move(stages, index, index + by))}
              onRemove={() => set(stages.toSpliced(index, 1))}
            />
          </li>
        ))}
      </Stack>
      <div>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          disabled={stages.length >= 100}
          onClick={add}
        >
          {t('rolloutPlan.stages.add')}
        </Button>
      </div>
    </Stack>
  );
};

/** In which steps devices get the model: as most do it, or one's own way. */
export const StagesField = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  const names = useStageNames();
  const choose = (preset: StagePreset): void =>
    onChange({ preset, stages: preset === 'custom' ? draft.stages : presetStages(preset, names) });
  return (
    <Stack gap="sm">
      <SimpleGrid
        cols={{ base: 1, sm: 3 }}
        spacing="sm"
        role="radiogroup"
        aria-label={t('rolloutPlan.stages.title')}
      >
        {stagePresets.map((preset) => (
          <ChoiceCard
            key={preset}
            name="rollout-stages"
            checked={draft.preset === preset}
            title={t(`rolloutPlan.stages.${preset}.title`)}
            text={t(`rolloutPlan.stages.${preset}.text`)}
            onChoose={() => choose(preset)}
          />
        ))}
      </SimpleGrid>
      {draft.preset === 'custom' && <StageList draft={draft} onChange={onChange} />}
    </Stack>
  );
};
