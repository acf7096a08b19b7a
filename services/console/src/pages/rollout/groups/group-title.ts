import type { RolloutGroup } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';

/** What a group is called; the tail has its name from nobody. */
export const useGroupTitle = (): ((group: Pick<RolloutGroup, 'kind' | 'name'>) => string) => {
  const { t } = useTranslation();
  return ({ kind, name }) => (kind === 'tail' ? t('rollout.groups.tail') : name);
};
