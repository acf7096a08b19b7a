import type { Badge } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import './status-badge.css';

export const StatusDot = ({ badge }: { readonly badge: Badge }) => (
  <span className="status-dot" data-badge={badge} aria-hidden="true" />
);

/** The badge that people see first: a colour and always a word. */
export const StatusBadge = ({ badge }: { readonly badge: Badge }) => {
  const { t } = useTranslation();
  return (
    <span className="status">
      <StatusDot badge={badge} />
      {t(`devices.badge.${badge}`)}
    </span>
  );
};
