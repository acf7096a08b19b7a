import { ActionIcon, Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLabelSchemas } from '../../../api/label-schemas';
import { ClassChip } from '../../../components/label/class-chip';
import { emptyDraft, faultsOf, type ClassDraft } from '../../../components/label/class-draft';
import { ClassFields } from '../../../components/label/class-fields';
import type { DatasetDraft } from './dataset-draft';

interface OwnProps {
  readonly classes: readonly ClassDraft[];
  readonly onChange: (classes: readonly ClassDraft[]) => void;
}

const OwnClasses = ({ classes, onChange }: OwnProps) => {
  const { t } = useTranslation();
  const next = Math.max(-1, ...classes.map(({ row }) => row)) + 1;
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t('datasets.form.classesHint')}
      </Text>
      {classes.map((draft, index) => (
        <Group key={draft.row} gap={6} wrap="nowrap" align="flex-start">
          <ClassFields
            draft={draft}
            faults={faultsOf(draft, classes.toSpliced(index, 1))}
            number={index + 1}
            onChange={(changed) => onChange(classes.with(index, changed))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={t('datasets.form.removeClass', { name: draft.name || String(index + 1) })}
            onClick={() => onChange(classes.toSpliced(index, 1))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...classes, emptyDraft(next)])}
        style={{ alignSelf: 'flex-start' }}
      >
        {t('datasets.form.addClass')}
      </Button>
    </Stack>
  );
};

interface SharedProps {
  readonly value: string | null;
  readonly onChange: (labelSchemaId: string | null) => void;
}

const SharedClasses = ({ value, onChange }: SharedProps) => {
  const { t } = useTranslation();
  const { data: schemas = [] } = useLabelSchemas();
  const classes = schemas.find(({ id }) => id === value)?.classes.filter(({ retired }) => !retired) ?? [];
  return (
    <Stack gap="xs">
      <Select
        label={t('datasets.form.schema')}
        description={t('datasets.form.schemaHint')}
        searchable
        required
        value={value}
        data={schemas.map(({ id, name, classes: of }) => ({
          value: id,
          label: `${name} · ${t('datasets.form.classCount', { count: of.length })}`,
        }))}
        onChange={onChange}
      />
      <Group gap={4}>
        {classes.map(({ key, name, colour }) => (
          <ClassChip key={key} colour={colour}>
            {name}
          </ClassChip>
        ))}
      </Group>
    </Stack>
  );
};

interface Props {
  readonly draft: DatasetDraft;
  readonly onChange: (change: Partial<DatasetDraft>) => void;
}

/** Classes of its own, or those of another dataset. */
export const ClassesField = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  const { shared, classes } = draft;
  return (
    <Stack gap="xs" role="group" aria-label={t('datasets.form.classes')}>
      <Group justify="space-between">
        <Text size="sm" fw={500}>
          {t('datasets.form.classes')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('datasets.form.classes')}
          value={shared ? 'shared' : 'own'}
          onChange={(to) => onChange({ shared: to === 'shared' ? { labelSchemaId: null } : undefined })}
          data={[
            { value: 'own', label: t('datasets.form.ownClasses') },
            { value: 'shared', label: t('datasets.form.sharedClasses') },
          ]}
        />
      </Group>
      {shared ? (
        <SharedClasses
          value={shared.labelSchemaId}
          onChange={(labelSchemaId) => onChange({ shared: { labelSchemaId } })}
        />
      ) : (
        <OwnClasses classes={classes} onChange={(changed) => onChange({ classes: changed })} />
      )}
    </Stack>
  );
};
