import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../../api/use-permissions';
import { goesOn } from '../../../components/rollout/goes-on';
import { RollBack } from '../../../components/rollout/roll-back';
import { wayBack } from './way-back';

/** Devices that the stream's last rollout is for now go back to the model before. */
export const BackToEarlier = ({ rollouts }: { readonly rollouts: readonly Rollout[] }) => {
  const { t } = useTranslation();
  const may = usePermissions()('deployments:manage');
  const way = wayBack(rollouts);
  if (!may || !way) return null;
  const { last, earlier } = way;
  const text = earlier
    ? t('deployments.rollBack.textStream', { model: earlier.name })
    : t('deployments.rollBack.textStreamAny');
  return (
    <RollBack
      model={earlier}
      target={last.target}
      lookWith={(earlier ?? last.model).modelId}
      text={goesOn(last) ? `${text} ${t('deployments.rollBack.running')}` : text}
    />
  );
};
