import type { Dataset } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useEndDataset } from '../../../api/datasets';
import { NameToConfirm } from '../../../components/name-to-confirm';
import { notifyDone } from '../../../lib/notify';

interface Props {
  readonly dataset: Dataset;
  readonly onClose: () => void;
}

/** Deletes the data of a dataset for good. */
export const PurgeDialog = ({ dataset, onClose }: Props) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const purge = useEndDataset('purge');
  const { name } = dataset;
  const done = (): void => {
    notifyDone(t('datasets.about.purge.done', { name }));
    void navigate('/datasets');
  };
  return (
    <NameToConfirm
      name={name}
      title={t('datasets.about.purge.title', { name })}
      text={t('datasets.about.purge.text')}
      confirm={t('datasets.about.purge.action')}
      pending={purge.isPending}
      error={purge.error}
      onConfirm={() => void purge.mutateAsync({ of: dataset }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};
