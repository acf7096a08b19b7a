import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconPlus, IconTags } from '@tabler/icons-react';
import type { ShownClass } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAgainByClass } from '../../../api/again-by-class';
import { useDatasets, useProgress } from '../../../api/datasets';
import { usePermissions } from '../../../api/use-permissions';
import { EmptyState } from '../../../components/empty-state';
import { lazily } from '../../../components/lazily';
import { useShownDataset } from '../use-shown-dataset';
import { ClassTable, type ClassCounts } from './class-table';

const ClassDialog = lazily(async () => (await import('./class-dialog')).ClassDialog);
const RetireDialog = lazily(async () => (await import('./retire-dialog')).RetireDialog);

type Doing = { readonly what: 'add' } | { readonly what: 'change' | 'retire'; readonly of: ShownClass };

const useCounts = (): ((key: string) => ClassCounts) => {
  const { dataset } = useShownDataset();
  const { data: progress } = useProgress(dataset.id);
  const all = dataset.items.states['needs-relabel'];
  const { data: again } = useAgainByClass(dataset.id, all);
  return (key) => ({
    items: progress && (progress.classes.find((one) => one.key === key)?.items ?? 0),
    again: all === 0 ? 0 : again && (again.counts.get(key) ?? 0),
    moreAgain: all > 0 && again?.more === true,
  });
};

const Shared = () => {
  const { t } = useTranslation();
  const { schema } = useShownDataset();
  const { data } = useDatasets({ q: `labelSchemaId==${schema.id}` });
  const others = (data?.pages[0]?.items.length ?? 1) - 1;
  return (
    <Text size="sm" c="dimmed" maw={620}>
      {t('classes.text')} {others > 0 && t('classes.shared', { count: others })}
    </Text>
  );
};

const NoClasses = ({ children }: { readonly children: React.ReactNode }) => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      <EmptyState icon={<IconTags size={24} />} title={t('classes.emptyTitle')} text={t('classes.emptyText')}>
        {children}
      </EmptyState>
    </Paper>
  );
};

interface DoingProps {
  readonly doing: Doing;
  readonly items: number | undefined;
  readonly onClose: () => void;
}

const DoingDialog = ({ doing, ...rest }: DoingProps) => {
  const { schema } = useShownDataset();
  const common = { ...rest, schema };
  switch (doing.what) {
    case 'add':
      return <ClassDialog {...common} />;
    case 'change':
      return <ClassDialog {...common} of={doing.of} />;
    case 'retire':
      return <RetireDialog {...common} of={doing.of} />;
  }
};

/** What labels may say. */
export const ClassesTab = () => {
  const { t } = useTranslation();
  const { dataset, schema } = useShownDataset();
  const mayChange = usePermissions()('datasets:manage') && dataset.status !== 'archived';
  const [doing, setDoing] = useState<Doing>();
  const countsOf = useCounts();
  const itemsOf = (what: Doing): number | undefined =>
    what.what === 'add' ? 0 : countsOf(what.of.key).items;
  const add = mayChange && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setDoing({ what: 'add' })}>
      {t('classes.add')}
    </Button>
  );
  return (
    <Stack gap="md">
      {schema.classes.length === 0 ? (
        <NoClasses>{add || <Text size="sm">{t('classes.emptyAsk')}</Text>}</NoClasses>
      ) : (
        <>
          <Group justify="space-between" align="flex-end">
            <Shared />
            {add}
          </Group>
          <ClassTable
            datasetId={dataset.id}
            classes={schema.classes}
            countsOf={countsOf}
            mayChange={mayChange}
            onChange={(of) => setDoing({ what: 'change', of })}
            onRetire={(of) => setDoing({ what: 'retire', of })}
          />
        </>
      )}
      {doing && <DoingDialog doing={doing} items={itemsOf(doing)} onClose={() => setDoing(undefined)} />}
    </Stack>
  );
};
