import { ActionIcon, Button, Group, NumberInput, Paper, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { TriggerCondition } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { usualCondition, type TriggerDraft } from './trigger-draft';

type Row = TriggerDraft['conditions'][number];

const kinds = ['new-labels', 'warning-rate'] as const satisfies readonly TriggerCondition['kind'][];
const textKey = { 'new-labels': 'newLabels', 'warning-rate': 'warningRate' } as const;

interface RowProps {
  readonly row: Row;
  readonly onChange: (row: Row) => void;
}

const Fields = ({ row, onChange }: RowProps) => {
  const { t } = useTranslation();
  if (row.kind === 'new-labels')
    return (
      <NumberInput
        label={t('trigger.newLabels.atLeast')}
        min={1}
        max={10_000_000}
        allowDecimal={false}
        value={row.atLeast}
        onChange={(atLeast) => onChange({ ...row, atLeast })}
      />
    );
  return (
    <>
      <NumberInput
        label={t('trigger.warningRate.atLeast')}
        suffix="%"
        min={0}
        max={100}
        value={row.atLeast}
        onChange={(atLeast) => onChange({ ...row, atLeast })}
      />
      <NumberInput
        label={t('trigger.warningRate.over')}
        min={1}
        max={10_080}
        allowDecimal={false}
        value={row.overMinutes}
        onChange={(overMinutes) => onChange({ ...row, overMinutes })}
      />
      <NumberInput
        label={t('trigger.warningRate.results')}
        min={1}
        max={1_000_000}
        allowDecimal={false}
        value={row.leastResults}
        onChange={(leastResults) => onChange({ ...row, leastResults })}
      />
    </>
  );
};

const ConditionRow = ({ row, onChange, onRemove }: RowProps & { readonly onRemove: () => void }) => {
  const { t } = useTranslation();
  const key = textKey[row.kind];
  const title = t(`trigger.${key}.title`);
  return (
    <Paper withBorder radius="md" p="sm" role="group" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb={6}>
        <div>
          <Text size="sm" fw={600}>
            {title}
          </Text>
          <Text size="xs" c="dimmed">
            {t(`trigger.${key}.hint`)}
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('trigger.removeCondition', { title })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="sm">
        <Fields row={row} onChange={onChange} />
      </SimpleGrid>
    </Paper>
  );
};

interface Props {
  readonly draft: TriggerDraft;
  readonly onChange: (change: Partial<TriggerDraft>) => void;
}

/** What must hold, all of it. */
export const ConditionFields = ({ draft: { conditions, scheduled }, onChange }: Props) => {
  const { t } = useTranslation();
  const next = Math.max(-1, ...conditions.map(({ row }) => row)) + 1;
  return (
    <Stack gap="sm">
      <Text size="xs" c={!scheduled && conditions.length === 0 ? 'var(--tutti-bad)' : 'dimmed'}>
        {t(!scheduled && conditions.length === 0 ? 'trigger.needsOne' : 'trigger.conditionsHint')}
      </Text>
      {conditions.length > 0 && (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {conditions.map((row, index) => (
            <li key={row.row}>
              <ConditionRow
                row={row}
                onChange={(changed) => onChange({ conditions: conditions.with(index, changed) })}
                onRemove={() => onChange({ conditions: conditions.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </Stack>
      )}
      <Group gap="xs">
        {kinds.map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={conditions.length >= 8}
            onClick={() => onChange({ conditions: [...conditions, { ...usualCondition(kind), row: next }] })}
          >
            {t(`trigger.${textKey[kind]}.add`)}
          </Button>
        ))}
      </Group>
    </Stack>
  );
};
