import type { LiveStatus } from '../api/live/live-log';
import { useTranslation } from 'react-i18next';
import './status-badge.css';

const texts = {
  live: ['state.live', 'inferencing'],
  connecting: ['state.connecting', 'no-stream'],
  waiting: ['state.waiting', 'no-stream'],
  stopped: ['state.paused', 'retired'],
} as const satisfies Readonly<Record<LiveStatus, readonly [string, string]>>;

/** Whether what is shown is live. */
export const LiveMark = ({ status }: { readonly status: LiveStatus }) => {
  const { t } = useTranslation();
  const [text, badge] = texts[status];
  return (
    <span className="status" role="status">
      <span className="status-dot" data-badge={badge} aria-hidden="true" />
      {t(text)}
    </span>
  );
};
