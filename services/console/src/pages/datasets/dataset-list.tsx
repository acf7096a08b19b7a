import { Button, Paper, Text } from '@mantine/core';
import { IconLibraryPhoto, IconSearchOff } from '@tabler/icons-react';
import type { Dataset } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state';
import { DatasetCard } from './dataset-card';

interface FirstProps {
  readonly mayCreate: boolean;
  readonly onCreate: () => void;
}

const FirstDataset = ({ mayCreate, onCreate }: FirstProps) => {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconLibraryPhoto size={24} />}
      title={t('datasets.list.emptyTitle')}
      text={t('datasets.list.emptyText')}
    >
      {mayCreate ? (
        <Button mt="sm" onClick={onCreate}>
          {t('datasets.list.create')}
        </Button>
      ) : (
        <Text size="sm">{t('datasets.list.emptyAsk')}</Text>
      )}
    </EmptyState>
  );
};

const NoMatch = ({ onClear }: { readonly onClear: () => void }) => {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconSearchOff size={24} />}
      title={t('datasets.list.noMatchTitle')}
      text={t('datasets.list.noMatchText')}
    >
      <Button variant="default" mt="sm" onClick={onClear}>
        {t('datasets.list.clear')}
      </Button>
    </EmptyState>
  );
};

interface Props extends FirstProps {
  readonly datasets: readonly Dataset[];
  /** Whether all are asked for. */
  readonly whole: boolean;
  readonly onClear: () => void;
}

/** Datasets as cards; where there is none, what to do about it. */
export const DatasetList = ({ datasets, whole, onClear, ...first }: Props) => {
  const { t } = useTranslation();
  if (datasets.length === 0)
    return (
      <Paper withBorder radius="lg">
        {whole ? <FirstDataset {...first} /> : <NoMatch onClear={onClear} />}
      </Paper>
    );
  return (
    <ul className="dataset-cards" aria-label={t('datasets.list.label')}>
      {datasets.map((dataset) => (
        <li key={dataset.id}>
          <DatasetCard dataset={dataset} />
        </li>
      ))}
    </ul>
  );
};
