import { Anchor, Group, Paper, Progress, Stack, Text } from '@mantine/core';
import { IconCircleCheck, IconProgress } from '@tabler/icons-react';
import type { DatasetProgress } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProgress } from '../../api/datasets';
import { ClassDot } from '../../components/label/class-chip';
import { useFormat } from '../../i18n/use-format';
import type { ShownDataset } from './use-shown-dataset';
import './readiness.css';

type ClassProgress = DatasetProgress['classes'][number];

/** Classes that are shown: those that lack most. */
const shownClasses = 12;

interface ClassProps extends ShownDataset {
  readonly of: ClassProgress;
  readonly required: number;
}

const ClassBar = ({ of: { key, items, boxes, missing }, required, dataset, schema }: ClassProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { name = key, colour = '#6b7482' } = schema.classes.find((one) => one.key === key) ?? {};
  return (
    <li>
      <Group gap={6} wrap="nowrap" mb={4}>
        <ClassDot colour={colour} />
        <Text size="sm" fw={500} className="readiness-name" title={name}>
          {name}
        </Text>
        <Text size="xs" c="dimmed" ms="auto" className="num" style={{ whiteSpace: 'nowrap' }}>
          {format.number(items)}/{format.number(required)}
        </Text>
      </Group>
      <Progress
        value={Math.min(1, items / required) * 100}
        color={missing === 0 ? 'var(--tutti-series-2)' : 'var(--tutti-series-3)'}
        size="sm"
        aria-label={name}
      />
      <Text size="xs" c="dimmed" mt={4} className="num">
        {missing === 0 ? t('datasets.header.enough') : t('datasets.header.missing', { count: missing })}
        {dataset.task === 'object-detection' && ` · ${t('datasets.header.boxes', { count: boxes })}`}
      </Text>
    </li>
  );
};

const Summary = ({
  progress,
  shown,
}: {
  readonly progress: DatasetProgress;
  readonly shown: ShownDataset;
}) => {
  const { t } = useTranslation();
  const { ready, required, classes } = progress;
  const fewClasses = shown.dataset.task === 'image-classification' && classes.length === 1;
  const text = ready
    ? 'readyText'
    : classes.length === 0
      ? 'noClasses'
      : fewClasses
        ? 'tooFewClasses'
        : 'notReadyText';
  return (
    <Group gap={8} wrap="nowrap" align="flex-start">
      {ready ? (
        <IconCircleCheck size={20} color="var(--tutti-good)" aria-hidden="true" />
      ) : (
        <IconProgress size={20} color="var(--tutti-warn)" aria-hidden="true" />
      )}
      <div>
        <Text size="sm" fw={600}>
          {t(ready ? 'datasets.header.ready' : 'datasets.header.notReady')}
        </Text>
        <Text size="sm" c="dimmed">
          {t(`datasets.header.${text}`, { required })}{' '}
          {classes.length === 0 && (
            <Anchor component={Link} to={`/datasets/${shown.dataset.id}/classes`} inherit>
              {t('datasets.header.addClasses')}
            </Anchor>
          )}
        </Text>
      </div>
    </Group>
  );
};

/** How far it is until training can start, by class. */
export const Readiness = ({ shown }: { readonly shown: ShownDataset }) => {
  const { t } = useTranslation();
  const { data: progress } = useProgress(shown.dataset.id);
  if (!progress) return null;
  const { classes, required, empty } = progress;
  const most = classes.toSorted((a, b) => b.missing - a.missing).slice(0, shownClasses);
  const kept = new Set(most.map(({ key }) => key));
  const left = classes.length - most.length;
  return (
    <Paper
      component="section"
      aria-label={t('datasets.header.notReady')}
      withBorder
      radius="lg"
      p="md"
      mb="md"
      data-ready={progress.ready}
    >
      <Stack gap="md">
        <Summary progress={progress} shown={shown} />
        {most.length > 0 && (
          <ul className="readiness">
            {classes
              .filter(({ key }) => kept.has(key))
              .map((of) => (
                <ClassBar key={of.key} of={of} required={required} {...shown} />
              ))}
          </ul>
        )}
        {(left > 0 || empty > 0) && (
          <Text size="xs" c="dimmed" className="num">
            {[
              ...(left > 0 ? [t('datasets.header.moreClasses', { count: left })] : []),
              ...(empty > 0 ? [t('datasets.header.empty', { count: empty })] : []),
            ].join(' · ')}
          </Text>
        )}
      </Stack>
    </Paper>
  );
};
