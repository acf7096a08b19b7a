import { useTranslation } from 'react-i18next';
import { useDeviceLabel, useUserName } from '../../api/names';
import { shortId } from '../../lib/short';

/** Says who caused an event: `user:<id>`, `device:<id>`, `process:<name>`, `system`. */
export const useAuthor = (authId: string | null): string => {
  const { t } = useTranslation();
  const [kind, id = ''] = (authId ?? 'system').split(/:(.*)/);
  const user = useUserName(kind === 'user' ? id : undefined);
  const device = useDeviceLabel(kind === 'device' ? id : undefined);
  if (kind === 'user') return user ?? t('events.who.user', { id: shortId(id) });
  if (kind === 'device') return t('events.who.device', { name: device ?? shortId(id) });
  return kind === 'process' ? t('events.who.process', { name: id }) : t('events.who.system');
};
