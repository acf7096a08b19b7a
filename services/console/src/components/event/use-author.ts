import { useTranslation } from 'react-i18next';
import { useDeviceNames } from '../../api/devices';
import { useMe } from '../../api/sessions';

/** Says who caused an event: `user:<id>`, `device:<id>`, `process:<name>`, `system`. */
export const useAuthor = (): ((authId: string | null) => string) => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const devices = useDeviceNames();
  return (authId) => {
    const [kind, id = ''] = (authId ?? 'system').split(/:(.*)/);
    if (kind === 'user') return t(id === me?.id ? 'events.who.you' : 'events.who.user');
    if (kind === 'device') return t('events.who.device', { name: devices.get(id) ?? id });
    return kind === 'process' ? t('events.who.process', { name: id }) : t('events.who.system');
  };
};
