import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useAliases, useRemoveAlias, useSetAlias } from '../../../api/models';
import { Confirm } from '../../../components/confirm';
import { notifyDone } from '../../../lib/notify';
import { championAlias } from './champion';

interface Props {
  readonly streamId: string;
  readonly model: Model;
  readonly onClose: () => void;
}

/** Asks before a model becomes the one that counts. */
export const MakeChampion = ({ streamId, model, onClose }: Props) => {
  const { t } = useTranslation();
  const set = useSetAlias(streamId);
  const { data: aliases = [] } = useAliases(streamId);
  const before = aliases.find(({ name }) => name === championAlias);
  const version = model.modelVersion;
  const text = [
    t('stream.models.makeText'),
    ...(before ? [t('stream.models.makeFrom', { version: before.modelVersion })] : []),
    ...(model.gate?.passes === false ? [t('stream.models.makeHeld')] : []),
  ].join(' ');
  const done = (): void => {
    notifyDone(t('stream.models.made', { version }));
    onClose();
  };
  return (
    <Confirm
      title={t('stream.models.makeTitle', { version })}
      text={text}
      confirm={t('stream.models.make')}
      pending={set.isPending}
      error={set.error}
      onConfirm={() =>
        void set.mutateAsync({ name: championAlias, modelId: model.id }).then(done, () => undefined)
      }
      onClose={onClose}
    />
  );
};

/** Asks before a stream has no champion any more. */
export const RemoveChampion = ({ streamId, model, onClose }: Props) => {
  const { t } = useTranslation();
  const remove = useRemoveAlias(streamId);
  const version = model.modelVersion;
  const done = (): void => {
    notifyDone(t('stream.models.removed', { version }));
    onClose();
  };
  return (
    <Confirm
      title={t('stream.models.removeTitle', { version })}
      text={t('stream.models.removeText')}
      confirm={t('stream.models.remove')}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => void remove.mutateAsync(championAlias).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};
