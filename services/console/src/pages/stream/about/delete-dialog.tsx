import type { Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useDeleteStream } from '../../../api/streams';
import { NameToConfirm } from '../../../components/name-to-confirm';
import { notifyDone } from '../../../lib/notify';

interface Props {
  readonly stream: Stream;
  readonly onClose: () => void;
}

export const DeleteDialog = ({ stream, onClose }: Props) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = useDeleteStream();
  const { name } = stream;
  const done = (): void => {
    notifyDone(t('stream.about.deleted', { name }));
    void navigate('/streams');
  };
  return (
    <NameToConfirm
      name={name}
      title={t('stream.about.deleteTitle', { name })}
      text={t('stream.about.deleteText')}
      confirm={t('stream.about.delete')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => void remove.mutateAsync({ of: stream }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};
