import type { Channel } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useRemoveChannel } from '../../api/channels';
import { Confirm } from '../../components/confirm';
import { notifyDone } from '../../lib/notify';

interface Props {
  readonly channel: Channel;
  readonly onClose: () => void;
}

export const RemoveChannel = ({ channel, onClose }: Props) => {
  const { t } = useTranslation();
  const remove = useRemoveChannel(channel);
  const { name } = channel;
  // Its row, and this with it, may be gone by then.
  const done = (): void => notifyDone(t('channels.removeDone', { name }));
  return (
    <Confirm
      title={t('channels.removeTitle', { name })}
      text={t('channels.removeText')}
      confirm={t('channels.remove')}
      dangerous
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => void remove.mutateAsync(undefined).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};
