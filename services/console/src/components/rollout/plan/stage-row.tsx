import {
  ActionIcon,
  Group,
  NativeSelect,
  NumberInput,
  Paper,
  SimpleGrid,
  Text,
  TextInput,
} from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useRolloutTargetFields } from '../../../api/groups';
import { DeviceFilterField } from '../../training/device-filter-field';
import type { StageDraft } from './stage-draft';

interface Props {
  readonly stage: StageDraft;
  /** From 1. */
  readonly number: number;
  readonly of: number;
  readonly onChange: (stage: StageDraft) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

interface ToolProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

const Tool = ({ children, label, ...rest }: ToolProps) => (
  <ActionIcon variant="subtle" color="gray" aria-label={label} {...rest}>
    {children}
  </ActionIcon>
);

const Tools = ({ stage: { name }, number, of, onMove, onRemove }: Props) => {
  const { t } = useTranslation();
  return (
    <Group gap={2} wrap="nowrap">
      <Tool label={t('rolloutPlan.stages.up', { name })} disabled={number === 1} onClick={() => onMove(-1)}>
        <IconArrowUp size={16} />
      </Tool>
      <Tool label={t('rolloutPlan.stages.down', { name })} disabled={number === of} onClick={() => onMove(1)}>
        <IconArrowDown size={16} />
      </Tool>
      <Tool label={t('rolloutPlan.stages.remove', { name })} disabled={of === 1} onClick={onRemove}>
        <IconTrash size={16} />
      </Tool>
    </Group>
  );
};

type FieldProps = Pick<Props, 'stage' | 'onChange'>;

const Size = ({ stage, onChange }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('rolloutPlan.stages.size')}
      value={stage.sizeKind}
      data={(['percent', 'count', 'filter'] as const).map((value) => ({
        value,
        label: t(`rolloutPlan.stages.sizes.${value}`),
      }))}
      onChange={(event) =>
        onChange({ ...stage, sizeKind: event.currentTarget.value as StageDraft['sizeKind'] })
      }
    />
  );
};

const Amount = ({ stage, onChange }: FieldProps) => {
  const { t } = useTranslation();
  if (stage.sizeKind === 'filter') return null;
  if (stage.sizeKind === 'count')
    return (
      <NumberInput
        label={t('rolloutPlan.stages.count')}
        min={1}
        max={100_000}
        allowDecimal={false}
        value={stage.count}
        onChange={(count) => onChange({ ...stage, count })}
      />
    );
  return (
    <NumberInput
      label={t('rolloutPlan.stages.percent')}
      suffix="%"
      min={0}
      max={100}
      decimalScale={2}
      value={stage.percent}
      onChange={(percent) => onChange({ ...stage, percent })}
    />
  );
};

const Thresholds = ({ stage, onChange }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <>
      <NumberInput
        label={t('rolloutPlan.stages.success')}
        suffix="%"
        min={0}
        max={100}
        value={stage.successPercent}
        onChange={(successPercent) => onChange({ ...stage, successPercent })}
      />
      <NumberInput
        label={t('rolloutPlan.stages.errors')}
        min={0}
        max={stage.errorKind === 'percent' ? 100 : 100_000}
        value={stage.errorAt}
        onChange={(errorAt) => onChange({ ...stage, errorAt })}
      />
      <NativeSelect
        label={t('rolloutPlan.stages.errorUnit')}
        value={stage.errorKind}
        data={(['percent', 'count'] as const).map((value) => ({
          value,
          label: t(`rolloutPlan.stages.errorUnits.${value}`),
        }))}
        onChange={(event) =>
          onChange({ ...stage, errorKind: event.currentTarget.value as StageDraft['errorKind'] })
        }
      />
    </>
  );
};

const Next = ({ stage, onChange }: FieldProps) => {
  const { t } = useTranslation();
  return (
    <NativeSelect
      label={t('rolloutPlan.stages.next')}
      value={stage.onSuccess}
      data={(['next-group', 'pause'] as const).map((value) => ({
        value,
        label: t(`rolloutPlan.stages.nexts.${value}`),
      }))}
      onChange={(event) =>
        onChange({ ...stage, onSuccess: event.currentTarget.value as StageDraft['onSuccess'] })
      }
    />
  );
};

/** One stage: who is in it, what is good enough, what stops it, and what comes then. */
export const StageRow = (props: Props) => {
  const { t } = useTranslation();
  const { stage, number, of, onChange } = props;
  const fields = useRolloutTargetFields();
  const last = number === of;
  return (
    <Paper withBorder radius="md" p="sm" role="group" aria-label={stage.name}>
      <Group justify="space-between" wrap="nowrap" mb={6}>
        <Text size="sm" fw={600}>
          {t('rolloutPlan.stages.number', { number })}
        </Text>
        <Tools {...props} />
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <TextInput
          label={t('rolloutPlan.stages.name')}
          maxLength={64}
          required
          value={stage.name}
          onChange={(event) => onChange({ ...stage, name: event.currentTarget.value })}
        />
        {last ? (
          <Text size="sm" c="dimmed" style={{ alignSelf: 'end' }} pb={8}>
            {t('rolloutPlan.stages.left')}
          </Text>
        ) : (
          <>
            <Size stage={stage} onChange={onChange} />
            <Amount stage={stage} onChange={onChange} />
          </>
        )}
      </SimpleGrid>
      {!last && stage.sizeKind === 'filter' && (
        <DeviceFilterField
          label={t('rolloutPlan.stages.filter')}
          none={t('rolloutPlan.stages.filterNone')}
          fields={fields}
          value={stage.filter}
          onChange={(filter) => onChange({ ...stage, filter })}
        />
      )}
      <SimpleGrid cols={{ base: 2, xl: 4 }} spacing="sm" mt="sm" style={{ alignItems: 'end' }}>
        <Thresholds stage={stage} onChange={onChange} />
        {!last && <Next stage={stage} onChange={onChange} />}
      </SimpleGrid>
    </Paper>
  );
};
