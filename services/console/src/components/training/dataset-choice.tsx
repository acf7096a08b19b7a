import { Anchor, Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconProgress } from '@tabler/icons-react';
import type { Dataset } from '@tutti/contracts/datasets';
import type { TrainingTask } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDatasets, useProgress } from '../../api/datasets';
import { useFormat } from '../../i18n/use-format';
import { Loaded } from '../loaded';
import { LoadMore } from '../load-more';
import { RowsSkeleton } from '../rows-skeleton';
import { fitsTogether, toggled, type SourceDraft } from './source-draft';
import './dataset-choice.css';

/** How much is labelled, and whether that is enough. */
const Readiness = ({ dataset: { id, items } }: { readonly dataset: Dataset }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: progress } = useProgress(id);
  return (
    <Group gap={6} wrap="nowrap" className="num">
      {progress?.ready === true && <IconCircleCheck size={15} color="var(--tutti-good)" aria-hidden="true" />}
      {progress?.ready === false && <IconProgress size={15} color="var(--tutti-warn)" aria-hidden="true" />}
      <Text size="xs" c="dimmed">
        {t('training.data.labelled', { number: format.number(items.states.labelled) })}
        {progress && ` · ${t(progress.ready ? 'training.data.ready' : 'training.data.notReady')}`}
      </Text>
    </Group>
  );
};

interface RowProps {
  readonly dataset: Dataset;
  readonly draft: SourceDraft;
  readonly fits: boolean;
  readonly withVersions: boolean;
  readonly onChange: (draft: SourceDraft) => void;
}

const Versions = ({ dataset: { id, name, versions }, draft, onChange }: RowProps) => {
  const { t } = useTranslation();
  const chosen = draft.data.find(({ datasetId }) => datasetId === id);
  if (!chosen || versions === 0) return null;
  const set = (version: number): void =>
    onChange({
      ...draft,
      data: draft.data.map((one) => (one.datasetId === id ? { ...one, version } : one)),
    });
  return (
    <NativeSelect
      size="xs"
      aria-label={t('training.data.version', { name })}
      value={chosen.version}
      onChange={(event) => set(Number(event.currentTarget.value))}
      data={[
        { value: '0', label: t('training.data.now') },
        ...Array.from({ length: Math.min(versions, 20) }, (_, index) => ({
          value: String(versions - index),
          label: t('training.data.frozen', { number: versions - index }),
        })),
      ]}
    />
  );
};

const Row = (props: RowProps) => {
  const { t } = useTranslation();
  const { dataset, draft, fits, withVersions, onChange } = props;
  const checked = draft.data.some(({ datasetId }) => datasetId === dataset.id);
  return (
    <li className="dataset-choice">
      <Checkbox
        label={dataset.name}
        description={fits ? undefined : t('training.data.otherClasses')}
        checked={checked}
        disabled={!fits && !checked}
        onChange={() => onChange(toggled(draft, dataset.id))}
      />
      <Stack gap={4} align="flex-end">
        <Readiness dataset={dataset} />
        {withVersions && checked && <Versions {...props} />}
      </Stack>
    </li>
  );
};

const NoDataset = () => {
  const { t } = useTranslation();
  return (
    <Text size="sm" c="dimmed">
      {t('training.data.noneTitle')}. {t('training.data.noneText')}{' '}
      <Anchor component={Link} to="/datasets" inherit underline="always">
        {t('training.data.make')}
      </Anchor>
    </Text>
  );
};

interface GoneProps extends Pick<RowProps, 'draft' | 'onChange'> {
  readonly datasets: readonly Dataset[];
}

/** Chosen once, and archived or deleted since. */
const Gone = ({ draft, datasets, onChange }: GoneProps) => {
  const { t } = useTranslation();
  const known = new Set(datasets.map(({ id }) => id));
  const left = draft.data.filter(({ datasetId }) => known.has(datasetId));
  const count = draft.data.length - left.length;
  if (count === 0) return null;
  return (
    <Group gap="sm" mt="xs">
      <Text size="sm" c="var(--tutti-warn)">
        {t('training.data.gone', { count })}
      </Text>
      <Button size="compact-xs" variant="default" onClick={() => onChange({ ...draft, data: left })}>
        {t('training.data.leaveOut')}
      </Button>
    </Group>
  );
};

interface Props extends Pick<RowProps, 'draft' | 'onChange'> {
  readonly task: TrainingTask;
  /** Lets an earlier version be trained on instead of what is labelled now. */
  readonly withVersions?: boolean;
}

/** Which datasets: only those of the task; those with other classes than the first cannot join it. */
export const DatasetChoice = ({ task, draft, withVersions = false, onChange }: Props) => {
  const { t } = useTranslation();
  const query = useDatasets({ q: `task==${task};status!=archived` });
  return (
    <div role="group" aria-label={t('training.data.choose')}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={2} />}>
        {({ pages }) => {
          const datasets = pages.flatMap(({ items }) => items);
          const gone = !query.hasNextPage && <Gone draft={draft} datasets={datasets} onChange={onChange} />;
          if (datasets.length === 0)
            return (
              <>
                <NoDataset />
                {gone}
              </>
            );
          return (
            <>
              <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: 'none' }}>
                {datasets.map((dataset) => (
                  <Row
                    key={dataset.id}
                    dataset={dataset}
                    draft={draft}
                    fits={fitsTogether(dataset, draft, datasets)}
                    withVersions={withVersions}
                    onChange={onChange}
                  />
                ))}
              </Stack>
              {gone}
            </>
          );
        }}
      </Loaded>
      <LoadMore query={query} what="more" />
    </div>
  );
};
