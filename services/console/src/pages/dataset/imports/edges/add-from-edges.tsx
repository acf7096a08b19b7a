import { Button, Group, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useFrameCount, useFrames, type FrameChoice } from '../../../../api/frames';
import { useStartImport } from '../../../../api/imports';
import { FilterFault, filterFault } from '../../../../components/filter/filter-fault';
import { Loaded } from '../../../../components/loaded';
import { ProblemAlert } from '../../../../components/problem-alert';
import { RowsSkeleton } from '../../../../components/rows-skeleton';
import { Section } from '../../../../components/section';
import { useFormat } from '../../../../i18n/use-format';
import { useShownDataset } from '../../use-shown-dataset';
import { WayPage } from '../way-page';
import { ChoiceForm } from './choice-form';
import { boundsFault, everything, toChoice, toSource, type ChoiceValues } from './edge-choice';
import { FramePreview } from './frame-preview';

const previewed = 18;

const Preview = ({ choice }: { readonly choice: FrameChoice }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { dataset } = useShownDataset();
  const frames = useFrames(choice, previewed);
  const { data: count } = useFrameCount(choice, dataset.id);
  const fault = filterFault(frames.error);
  if (fault) return <FilterFault error={fault} filter={choice.q} beside="" />;
  return (
    <Stack gap="sm">
      {count && (
        <Text size="sm" className="num" role="status" data-frame-count={count.count}>
          <strong>{t('imports.edges.found', { count: count.count })}</strong>
          {' · '}
          {t('imports.edges.size', { bytes: format.bytes(count.bytes) })}
          {(count.known ?? 0) > 0 && ` · ${t('imports.edges.known', { count: count.known ?? 0 })}`}
        </Text>
      )}
      <Loaded query={frames} skeleton={<RowsSkeleton rows={2} height={112} />}>
        {(found) =>
          found.length === 0 ? (
            <Text size="sm">{t('imports.edges.none')}</Text>
          ) : (
            <FramePreview frames={found} />
          )
        }
      </Loaded>
    </Stack>
  );
};

interface ImportProps {
  readonly values: ChoiceValues;
  /** What is chosen is what stands in the preview. */
  readonly shown: boolean;
}

const Import = ({ values, shown }: ImportProps) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { dataset } = useShownDataset();
  const start = useStartImport();
  const { data: count, isPlaceholderData } = useFrameCount(toChoice(values), dataset.id);
  const onStart = (): void => {
    start.mutateAsync({ datasetId: dataset.id, source: toSource(values) }).then(
      () => void navigate(`/datasets/${dataset.id}/imports`),
      () => undefined,
    );
  };
  return (
    <>
      {start.error && <ProblemAlert error={start.error} />}
      <Group>
        <Button
          loading={start.isPending}
          disabled={!shown || isPlaceholderData || (count?.count ?? 0) === 0}
          onClick={onStart}
        >
          {t('imports.edges.import')}
        </Button>
      </Group>
    </>
  );
};

/** Pictures that edges chose and sent: looked at before they are imported. */
export const AddFromEdges = () => {
  const { t } = useTranslation();
  const [values, setValues] = useState(everything);
  const [settled] = useDebouncedValue(values, 300);
  return (
    <WayPage title={t('imports.edges.title')} text={t('imports.edges.text')}>
      <Section title={t('imports.edges.choose')}>
        <ChoiceForm values={values} onChange={setValues} />
      </Section>
      {boundsFault(settled) === undefined && (
        <>
          <Section title={t('imports.edges.preview')}>
            <Preview choice={toChoice(settled)} />
          </Section>
          <Import values={settled} shown={settled === values} />
        </>
      )}
    </WayPage>
  );
};
