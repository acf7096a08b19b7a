import type { StreamStatus } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import '../status-badge.css';
import './stream-status.css';

/** How far a stream is (requirements 5.4): a colour and always a word. */
export const StreamStatusBadge = ({ status }: { readonly status: StreamStatus }) => {
  const { t } = useTranslation();
  return (
    <span className="status" data-status={status}>
      <span className="stream-dot" data-status={status} aria-hidden="true" />
      {t(`training.status.${status}`)}
    </span>
  );
};
