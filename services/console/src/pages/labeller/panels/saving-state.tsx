import { IconAlertTriangle, IconCloudCheck, IconCloudUp, IconWifiOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useUnsaved } from '../labeller-context';

/** Whether all that was said is saved: at a glance. */
export const SavingState = () => {
  const { t } = useTranslation();
  const unsaved = useUnsaved();
  const faulty = unsaved.filter(({ standing }) => standing === 'conflict' || standing === 'refused').length;
  const isWaiting = unsaved.some(({ standing }) => standing === 'waiting');
  const [Icon, text, look] =
    faulty > 0
      ? ([IconAlertTriangle, t('labelling.saving.faulty', { count: faulty }), 'faulty'] as const)
      : isWaiting
        ? ([IconWifiOff, t('labelling.saving.label'), 'waiting'] as const)
        : unsaved.length > 0
          ? ([IconCloudUp, t('labelling.saving.busy'), 'busy'] as const)
          : ([IconCloudCheck, t('labelling.saving.saved'), 'saved'] as const);
  return (
    <span className="lb-saving" data-saving={look} data-unsaved={unsaved.length}>
      <Icon size={18} aria-hidden="true" />
      <span>{text}</span>
    </span>
  );
};
