import { Alert, Stack, Text } from '@mantine/core';
import type { DatasetVersion, VersionChangeKind, VersionDiff } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useVersionDiff } from '../../../../api/dataset-versions';
import { Choice } from '../../../../components/choice';
import { Loaded } from '../../../../components/loaded';
import { LoadMore } from '../../../../components/load-more';
import { RowsSkeleton } from '../../../../components/rows-skeleton';
import { Section } from '../../../../components/section';
import { useFormat } from '../../../../i18n/use-format';
import { useShownDataset } from '../../use-shown-dataset';
import { ChangedPicture } from './changed-picture';
import { ClassChanges } from './class-changes';
import { changeKinds } from './change-kinds';

type Counts = VersionDiff['counts'];

interface KindsProps {
  readonly counts: Counts;
  readonly kind: string;
  readonly onKind: (kind: string) => void;
}

const changesIn = (counts: Counts): number => changeKinds.reduce((sum, kind) => sum + counts[kind], 0);

const Kinds = ({ counts, kind, onKind }: KindsProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Stack gap={6} align="flex-start">
      <Choice
        label={t('versions.compare.show')}
        value={kind}
        onChange={onKind}
        data={[
          { value: '', label: `${t('versions.compare.all')} ${format.number(changesIn(counts))}` },
          ...changeKinds.map((one) => ({
            value: one,
            label: `${t(`versions.compare.kind.${one}`)} ${format.number(counts[one])}`,
          })),
        ]}
      />
      <Text size="sm" c="dimmed">
        {t('versions.compare.unchanged', { count: counts.same })}
      </Text>
    </Stack>
  );
};

interface Props {
  readonly from: DatasetVersion;
  readonly to: DatasetVersion;
  readonly kind: string;
  readonly onKind: (kind: string) => void;
}

const Pictures = ({ from, to, kind, onKind }: Props) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const asked: VersionChangeKind | undefined = changeKinds.find((one) => one === kind);
  const compared = { from: from.number, to: to.number };
  const query = useVersionDiff(dataset.id, asked ? { ...compared, kind: asked } : compared);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={4} height={72} />}>
      {({ pages }) => {
        const [first] = pages;
        const items = pages.flatMap((page) => page.items);
        if (!first || changesIn(first.counts) === 0)
          return <Alert color="blue" variant="light" title={t('versions.compare.noChange')} />;
        return (
          <Stack gap="md">
            <Kinds counts={first.counts} kind={asked ?? ''} onKind={onKind} />
            {items.length === 0 ? (
              <Text size="sm">{t('versions.compare.none')}</Text>
            ) : (
              <ul className="change-grid" aria-label={t('versions.compare.list')}>
                {items.map((change) => (
                  <li key={change.id}>
                    <ChangedPicture change={change} />
                  </li>
                ))}
              </ul>
            )}
            <LoadMore query={query} what="more" />
          </Stack>
        );
      }}
    </Loaded>
  );
};

/** What changed: by class as a chart, and picture by picture. */
export const Changes = (props: Props) => {
  const { t } = useTranslation();
  return (
    <>
      <Section title={t('versions.compare.classes')}>
        <ClassChanges from={props.from} to={props.to} />
      </Section>
      <Section title={t('versions.compare.show')}>
        <Pictures {...props} />
      </Section>
    </>
  );
};
