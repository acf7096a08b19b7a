import { ActionIcon, Group, NativeSelect, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconArrowsLeftRight, IconGitCompare } from '@tabler/icons-react';
import type { DatasetVersion } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useVersions } from '../../../../api/dataset-versions';
import { EmptyState } from '../../../../components/empty-state';
import { Loaded } from '../../../../components/loaded';
import { RowsSkeleton } from '../../../../components/rows-skeleton';
import { useFormat } from '../../../../i18n/use-format';
import { useQueryState } from '../../../../lib/use-query-state';
import { useShownDataset } from '../../use-shown-dataset';
import { BackToVersions } from '../back-to-versions';
import { Changes } from './changes';

interface ChooserProps {
  readonly versions: readonly DatasetVersion[];
  readonly from: number;
  readonly to: number;
  readonly onChange: (chosen: { readonly from?: string; readonly to?: string }) => void;
}

const Chooser = ({ versions, from, to, onChange }: ChooserProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const data = versions.map(({ number, frozenAt }) => ({
    value: String(number),
    label: `${t('versions.name', { number })} · ${format.moment(Date.parse(frozenAt))}`,
  }));
  return (
    <Group gap="sm" align="flex-end">
      <NativeSelect
        label={t('versions.compare.from')}
        value={String(from)}
        data={data}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <Tooltip label={t('versions.compare.swap')}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('versions.compare.swap')}
          onClick={() => onChange({ from: String(to), to: String(from) })}
        >
          <IconArrowsLeftRight size={18} />
        </ActionIcon>
      </Tooltip>
      <NativeSelect
        label={t('versions.compare.to')}
        value={String(to)}
        data={data}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </Group>
  );
};

const nothingChosen = { from: '', to: '', kind: '' };

const Chosen = ({ versions }: { readonly versions: readonly DatasetVersion[] }) => {
  const { t } = useTranslation();
  const [chosen, change] = useQueryState(nothingChosen);
  const [newest, previous] = versions;
  if (!newest || !previous)
    return <EmptyState icon={<IconGitCompare size={24} />} title={t('versions.compare.needsTwo')} />;
  const find = (number: string): DatasetVersion | undefined =>
    versions.find((version) => String(version.number) === number);
  const to = find(chosen.to) ?? newest;
  const from = find(chosen.from) ?? (to === newest ? previous : newest);
  return (
    <>
      <Chooser versions={versions} from={from.number} to={to.number} onChange={change} />
      {from === to ? (
        <Text size="sm">{t('versions.compare.same')}</Text>
      ) : (
        <Changes from={from} to={to} kind={chosen.kind} onKind={(kind) => change({ kind })} />
      )}
    </>
  );
};

/** What changed from one version to another. */
export const CompareTab = () => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const query = useVersions(dataset.id);
  return (
    <Stack gap="md">
      <div>
        <BackToVersions />
        <Title order={2} fz="xl">
          {t('versions.compare.title')}
        </Title>
      </div>
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {(versions) => <Chosen versions={versions} />}
      </Loaded>
    </Stack>
  );
};
