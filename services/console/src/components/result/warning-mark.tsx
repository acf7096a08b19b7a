import { IconAlertTriangle } from '@tabler/icons-react';
import type { Inference } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';

/** Below the device's warning score. */
export const WarningMark = ({ result }: { readonly result: Inference }) => {
  const { t } = useTranslation();
  if (!result.warning) return null;
  const text = t('edge.results.warned');
  return (
    <span
      role="img"
      aria-label={text}
      title={text}
      style={{ color: 'var(--tutti-warn)', display: 'inline-flex' }}
    >
      <IconAlertTriangle size={16} stroke={2} aria-hidden="true" />
    </span>
  );
};
